package k8s

import (
	"testing"

	core "k8s.io/api/core/v1"
)

// A workload is what makes pods: a Deployment or a StatefulSet, seen as far as both are alike.
type workload struct {
	object
	spec struct {
		Replicas *int32
		Selector struct{ MatchLabels map[string]string }
		Template core.PodTemplateSpec
	}
}

// Streamproof's own, in difference to what an overlay brings to run it with.
func (w workload) isService() bool {
	return w.service() != ""
}

func (w workload) service() string {
	switch name := w.spec.Template.Labels["app.kubernetes.io/name"]; name {
	case "ingest", "operator", "audit":
		return name
	default:
		return ""
	}
}

func (w workload) container() core.Container {
	return w.spec.Template.Spec.Containers[0]
}

func (w workload) variable(name string) string {
	for _, variable := range w.container().Env {
		if variable.Name == name {
			return variable.Value
		}
	}
	return ""
}

func workloads(t *testing.T, objects []object) []workload {
	t.Helper()
	var found []workload
	for _, o := range objects {
		if o.Kind == "Deployment" || o.Kind == "StatefulSet" {
			w := workload{object: o}
			whole := struct{ Spec any }{&w.spec}
			o.into(t, &whole)
			found = append(found, w)
		}
	}
	if len(found) == 0 {
		t.Fatal("nothing is deployed")
	}
	return found
}

func services(t *testing.T, objects []object) []workload {
	t.Helper()
	var found []workload
	for _, w := range workloads(t, objects) {
		if w.isService() {
			found = append(found, w)
		}
	}
	return found
}
