package k8s

import (
	"fmt"
	"testing"

	core "k8s.io/api/core/v1"
	network "k8s.io/api/networking/v1"
	meta "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/util/intstr"
)

// A party to a connection: a pod of the deployment, or whoever else.
type party struct {
	namespace labels.Set
	pod       labels.Set
	ports     []core.ContainerPort
	// Whether it is in the namespace of the deployment, where its policies hold.
	inside bool
}

type policies []network.NetworkPolicy

func policiesOf(t *testing.T, objects []object) policies {
	t.Helper()
	var all policies
	for _, o := range ofKind(objects, "NetworkPolicy") {
		var policy network.NetworkPolicy
		o.into(t, &policy)
		all = append(all, policy)
	}
	return all
}

// Whether Kubernetes lets the connection through: what a policy concerns is only what one allows.
func (p policies) allow(from, to party, port string) bool {
	return p.pass(network.PolicyTypeEgress, from, to, to, port) &&
		p.pass(network.PolicyTypeIngress, to, from, to, port)
}

func (p policies) pass(direction network.PolicyType, subject, peer, target party, port string) bool {
	if !subject.inside {
		return true
	}
	concerned := false
	for _, policy := range p {
		if !selects(&policy.Spec.PodSelector, subject.pod) || !has(policy.Spec.PolicyTypes, direction) {
			continue
		}
		concerned = true
		for _, rule := range rules(policy, direction) {
			if rule.meets(subject, peer) && rule.opens(target, port) {
				return true
			}
		}
	}
	return !concerned
}

type rule struct {
	peers []network.NetworkPolicyPeer
	ports []network.NetworkPolicyPort
}

func rules(policy network.NetworkPolicy, direction network.PolicyType) []rule {
	var all []rule
	if direction == network.PolicyTypeIngress {
		for _, in := range policy.Spec.Ingress {
			all = append(all, rule{in.From, in.Ports})
		}
		return all
	}
	for _, out := range policy.Spec.Egress {
		all = append(all, rule{out.To, out.Ports})
	}
	return all
}

func (r rule) meets(subject, peer party) bool {
	for _, allowed := range r.peers {
		near := allowed.NamespaceSelector == nil && peer.inside ||
			allowed.NamespaceSelector != nil && selects(allowed.NamespaceSelector, peer.namespace)
		if near && (allowed.PodSelector == nil || selects(allowed.PodSelector, peer.pod)) {
			return true
		}
	}
	return len(r.peers) == 0
}

func (r rule) opens(target party, port string) bool {
	number := 0
	for _, open := range target.ports {
		if open.Name == port {
			number = int(open.ContainerPort)
		}
	}
	for _, allowed := range r.ports {
		if allowed.Port == nil || *allowed.Port == intstr.FromString(port) ||
			*allowed.Port == intstr.FromInt32(int32(number)) {
			return true
		}
	}
	return len(r.ports) == 0
}

func selects(selector *meta.LabelSelector, of labels.Set) bool {
	compiled, err := meta.LabelSelectorAsSelector(selector)
	return err == nil && compiled.Matches(of)
}

func has(types []network.PolicyType, wanted network.PolicyType) bool {
	for _, known := range types {
		if known == wanted {
			return true
		}
	}
	return false
}

// Everyone whom a policy may name, by a short name.
func parties(t *testing.T, objects []object) map[string]party {
	t.Helper()
	all := map[string]party{
		"clients":    {namespace: labels.Set{"streamproof.io/entrance": "true"}},
		"prometheus": {namespace: labels.Set{"kubernetes.io/metadata.name": "monitoring"}},
		"stranger":   {namespace: labels.Set{"kubernetes.io/metadata.name": "default"}},
		"keda":       {namespace: labels.Set{"kubernetes.io/metadata.name": "keda"}},
		"cnpg":       {namespace: labels.Set{"kubernetes.io/metadata.name": "cnpg-system"}},
		"traces": {
			namespace: labels.Set{"kubernetes.io/metadata.name": "observability"},
			ports:     []core.ContainerPort{{Name: "otlp-grpc", ContainerPort: 4317}},
		},
		"kubernetes": {
			namespace: labels.Set{"kubernetes.io/metadata.name": "kube-system"},
			ports: []core.ContainerPort{
				{Name: "https", ContainerPort: 443}, {Name: "api", ContainerPort: 6443}},
		},
		"brokers": {
			namespace: labels.Set{"kubernetes.io/metadata.name": "kafka"},
			pod:       labels.Set{"strimzi.io/cluster": "kafka"},
			ports:     []core.ContainerPort{{Name: "kafka", ContainerPort: 9093}},
		},
		"postgresql": {
			pod: labels.Set{"cnpg.io/cluster": "ledger"},
			ports: []core.ContainerPort{
				{Name: "postgresql", ContainerPort: 5432}, {Name: "status", ContainerPort: 8000}},
			inside: true,
		},
	}
	for _, w := range workloads(t, objects) {
		name := w.spec.Template.Labels["app.kubernetes.io/name"]
		switch name {
		case "operator":
			name = w.spec.Template.Labels["streamproof.io/stage"]
		case "jaeger":
			name = "collector"
		case "kafka":
			name = "brokers"
		}
		all[name] = party{
			pod: w.spec.Template.Labels, ports: w.container().Ports, inside: true}
	}
	return all
}

var (
	ours       = []string{"ingest", "late", "route", "by-origin", "audit"}
	outsiders  = []string{"clients", "prometheus", "stranger", "keda", "cnpg", "traces", "kubernetes"}
	everywhere = append(append([]string{"brokers", "postgresql", "collector"}, ours...), outsiders...)
)

// Who may reach whom; nobody else may reach anybody.
func allowed(overlay string, monitored bool) map[string]bool {
	connections := map[string]bool{
		"clients → ingest http":         true,
		"clients → audit http":          true,
		"audit → postgresql postgresql": true,
	}
	for _, service := range ours {
		connections[service+" → brokers kafka"] = true
		connections[service+" → collector otlp-http"] = true
		connections["prometheus → "+service+" management"] = monitored
	}
	if overlay == "local" {
		connections["keda → brokers kafka"] = true
		connections["brokers → brokers kafka"] = true
		connections["brokers → brokers controller"] = true
	} else {
		connections["collector → traces otlp-grpc"] = true
		for _, port := range []string{"postgresql", "status"} {
			connections["cnpg → postgresql "+port] = true
			connections["postgresql → postgresql "+port] = true
		}
		for _, port := range []string{"https", "api"} {
			connections["postgresql → kubernetes "+port] = true
		}
	}
	return connections
}

func TestNobodyReachesAnybodyButWhoHasTo(t *testing.T) {
	for _, d := range deployments() {
		t.Run(d.String(), func(t *testing.T) {
			objects := render(t, d)
			monitored := len(ofKind(objects, "PodMonitor")) > 0
			expected := allowed(d.overlay, monitored)
			policies, all := policiesOf(t, objects), parties(t, objects)
			for _, from := range everywhere {
				for _, to := range everywhere {
					for _, port := range all[to].ports {
						if !all[from].inside && !all[to].inside {
							continue
						}
						connection := fmt.Sprintf("%s → %s %s", from, to, port.Name)
						if is := policies.allow(all[from], all[to], port.Name); is != expected[connection] {
							t.Errorf("%s: %v", connection, is)
						}
					}
				}
			}
		})
	}
}

func TestEveryPodCanResolveNames(t *testing.T) {
	dns := party{
		namespace: labels.Set{"kubernetes.io/metadata.name": "kube-system"},
		pod:       labels.Set{"k8s-app": "kube-dns"},
		ports:     []core.ContainerPort{{Name: "dns", ContainerPort: 53}},
	}
	eachDeployment(t, func(t *testing.T, objects []object) {
		policies := policiesOf(t, objects)
		for name, from := range parties(t, objects) {
			if from.inside && !policies.allow(from, dns, "dns") {
				t.Errorf("%s cannot", name)
			}
		}
	})
}
