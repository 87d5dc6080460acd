// The operators whose kinds are deployed: their definitions of these are read, nothing is built.
module io.streamproof/k8s/definitions

go 1.26

require (
	github.com/cloudnative-pg/cloudnative-pg v1.27.0
	github.com/kedacore/keda/v2 v2.20.2
	github.com/prometheus-operator/prometheus-operator v0.92.1
)
