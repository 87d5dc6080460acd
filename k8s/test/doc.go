// Package k8s renders what k8s/ describes, every overlay with every choice of components, and holds
// it against what Kubernetes, its operators and the services themselves take.
package k8s
