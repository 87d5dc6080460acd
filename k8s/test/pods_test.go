package k8s

import (
	"encoding/xml"
	"regexp"
	"strings"
	"testing"

	"k8s.io/pod-security-admission/api"
	"k8s.io/pod-security-admission/policy"
)

func TestPodsAreAdmittedWhereTheyMustBeRestricted(t *testing.T) {
	evaluator, err := policy.NewEvaluator(policy.DefaultChecks(), nil)
	if err != nil {
		t.Fatal(err)
	}
	restricted := api.LevelVersion{Level: api.LevelRestricted, Version: api.LatestVersion()}
	eachDeployment(t, func(t *testing.T, objects []object) {
		for _, w := range workloads(t, objects) {
			template := w.spec.Template
			for _, result := range evaluator.EvaluatePod(restricted, &template.ObjectMeta, &template.Spec) {
				if !result.Allowed {
					t.Errorf("%s: %s: %s", w, result.ForbiddenReason, result.ForbiddenDetail)
				}
			}
		}
	})
}

func TestNamespacesAskForRestrictedPods(t *testing.T) {
	for _, d := range []deployment{local, production} {
		for _, namespace := range ofKind(render(t, d), "Namespace") {
			if namespace.Metadata.Labels[api.EnforceLevelLabel] != string(api.LevelRestricted) {
				t.Errorf("%s: %v", namespace, namespace.Metadata.Labels)
			}
		}
	}
}

func TestPodsHaveNoTokenNoForeignVariablesAndLimits(t *testing.T) {
	eachDeployment(t, func(t *testing.T, objects []object) {
		for _, w := range workloads(t, objects) {
			pod := w.spec.Template.Spec
			if pod.AutomountServiceAccountToken == nil || *pod.AutomountServiceAccountToken {
				t.Errorf("%s has a token", w)
			}
			if pod.EnableServiceLinks == nil || *pod.EnableServiceLinks {
				t.Errorf("%s is given variables for each service", w)
			}
			for _, c := range pod.Containers {
				resources := c.Resources
				if resources.Limits.Cpu().IsZero() || resources.Requests.Cpu().IsZero() {
					t.Errorf("%s: %s may use any number of cores", w, c.Name)
				}
				if memory := resources.Limits.Memory(); memory.IsZero() ||
					!memory.Equal(*resources.Requests.Memory()) {
					t.Errorf("%s: %s may use memory that is not set aside for it", w, c.Name)
				}
			}
		}
	})
}

func TestServicesRunAsTheImagesUserOnAFileSystemThatTheyCannotWrite(t *testing.T) {
	eachDeployment(t, func(t *testing.T, objects []object) {
		for _, w := range services(t, objects) {
			user := w.spec.Template.Spec.SecurityContext.RunAsUser
			if user == nil || *user != 10001 {
				t.Errorf("%s: user %v", w, user)
			}
			readOnly := w.container().SecurityContext.ReadOnlyRootFilesystem
			if readOnly == nil || !*readOnly {
				t.Errorf("%s can write into its own image", w)
			}
		}
	})
}

var (
	// A repository, at no registry's address, and a tag.
	image  = regexp.MustCompile(`^[a-z0-9-]+(/[a-z0-9-]+)*:[A-Za-z0-9][\w.-]*$`)
	latest = regexp.MustCompile(`\blatest\b`)
)

func release(t *testing.T) string {
	t.Helper()
	var project struct {
		Version string `xml:"version"`
	}
	if err := xml.Unmarshal(read(t, "pom.xml"), &project); err != nil {
		t.Fatal(err)
	}
	return project.Version
}

func TestImagesAreThoseOfThisVersion(t *testing.T) {
	release := release(t)
	eachDeployment(t, func(t *testing.T, objects []object) {
		for _, w := range workloads(t, objects) {
			name := w.container().Image
			if !image.MatchString(name) {
				t.Errorf("%s: image %s", w, name)
			}
			expected := "streamproof/" + w.service() + "-service:" + release
			if w.isService() && name != expected {
				t.Errorf("%s: image %s, not %s", w, name, expected)
			}
		}
		for _, o := range objects {
			if latest.Match(o.json) {
				t.Errorf("%s asks for what is latest", o)
			}
		}
	})
}

// By hand, too: whoever builds an image as it is told has the one that is deployed.
func TestImagesAreBuiltUnderTheNamesThatAreDeployed(t *testing.T) {
	built := regexp.MustCompile(`-t streamproof/\S+`)
	release := release(t)
	for file, service := range map[string]string{
		"docs/COMPOSE.md":             "ingest",
		"ingest-service/Dockerfile":   "ingest",
		"operator-service/Dockerfile": "operator",
		"audit-service/Dockerfile":    "audit",
	} {
		expected := "-t streamproof/" + service + "-service:" + release
		if told := built.Find(read(t, file)); string(told) != expected {
			t.Errorf("%s tells to build %q, not %q", file, told, expected)
		}
	}
}

func TestEachServiceHasABudgetThatItsPodsAndNoOthersAreIn(t *testing.T) {
	eachDeployment(t, func(t *testing.T, objects []object) {
		budgets := map[string]map[string]string{}
		for _, o := range ofKind(objects, "PodDisruptionBudget") {
			var budget struct {
				Spec struct {
					Selector struct{ MatchLabels map[string]string }
				}
			}
			o.into(t, &budget)
			budgets[o.Metadata.Name] = budget.Spec.Selector.MatchLabels
		}
		all := workloads(t, objects)
		for _, w := range services(t, objects) {
			selector, ok := budgets[w.Metadata.Name]
			if !ok {
				t.Errorf("%s has no budget", w)
			}
			for _, other := range all {
				if within(other.spec.Template.Labels, selector) != (other.Metadata.Name == w.Metadata.Name) {
					t.Errorf("the budget of %s, %v, is wrong about %s", w, selector, other)
				}
			}
		}
	})
}

func TestWorkloadsSelectTheirOwnPodsAndAreSpread(t *testing.T) {
	eachDeployment(t, func(t *testing.T, objects []object) {
		all := workloads(t, objects)
		for _, w := range all {
			for _, other := range all {
				if within(other.spec.Template.Labels, w.spec.Selector.MatchLabels) !=
					(other.Metadata.Name == w.Metadata.Name) {
					t.Errorf("the selector of %s is wrong about %s", w, other)
				}
			}
			if w.isService() && len(w.spec.Template.Spec.TopologySpreadConstraints) != 2 {
				t.Errorf("%s is not spread over nodes and zones", w)
			}
			for _, spread := range w.spec.Template.Spec.TopologySpreadConstraints {
				if !within(w.spec.Template.Labels, spread.LabelSelector.MatchLabels) ||
					len(spread.LabelSelector.MatchLabels) < len(w.spec.Selector.MatchLabels) {
					t.Errorf("%s is spread with others: %v", w, spread.LabelSelector.MatchLabels)
				}
			}
		}
	})
}

func within(labels, selector map[string]string) bool {
	for key, value := range selector {
		if labels[key] != value {
			return false
		}
	}
	return len(selector) > 0
}

func TestWhatIsReferredToIsThere(t *testing.T) {
	eachDeployment(t, func(t *testing.T, objects []object) {
		there := map[string]bool{}
		for _, o := range objects {
			there[o.String()] = true
		}
		for _, o := range objects {
			for _, reference := range scaled(t, o) {
				if !there[reference] {
					t.Errorf("%s: there is no %s", o, reference)
				}
			}
		}
		for _, w := range workloads(t, objects) {
			account := w.spec.Template.Spec.ServiceAccountName
			if account != "" && !there["ServiceAccount "+account] {
				t.Errorf("%s: there is no account %s", w, account)
			}
			for _, reference := range references(w) {
				isMade := strings.HasPrefix(reference, "ConfigMap ") ||
					w.Metadata.Namespace == namespaces["local"]
				if isMade && !there[reference] {
					t.Errorf("%s: there is no %s", w, reference)
				}
			}
		}
	})
}

// What a scaler refers to: whom it scales, and how it says who it is.
func scaled(t *testing.T, o object) []string {
	t.Helper()
	var scaler struct {
		Spec struct {
			ScaleTargetRef     struct{ Kind, Name string }
			Triggers           []struct{ AuthenticationRef struct{ Name string } }
			ConfigMapTargetRef []struct{ Name string }
		}
	}
	o.into(t, &scaler)
	var found []string
	if target := scaler.Spec.ScaleTargetRef; target.Name != "" {
		found = append(found, target.Kind+" "+target.Name)
	}
	for _, trigger := range scaler.Spec.Triggers {
		if name := trigger.AuthenticationRef.Name; name != "" {
			found = append(found, "TriggerAuthentication "+name)
		}
	}
	for _, source := range scaler.Spec.ConfigMapTargetRef {
		found = append(found, "ConfigMap "+source.Name)
	}
	return found
}

// The maps and secrets without which its pods cannot start.
func references(w workload) []string {
	var found []string
	for _, variable := range w.container().Env {
		if from := variable.ValueFrom; from != nil && from.ConfigMapKeyRef != nil {
			found = append(found, "ConfigMap "+from.ConfigMapKeyRef.Name)
		}
	}
	for _, volume := range w.spec.Template.Spec.Volumes {
		if volume.ConfigMap != nil {
			found = append(found, "ConfigMap "+volume.ConfigMap.Name)
		}
		if volume.Secret != nil {
			found = append(found, "Secret "+volume.Secret.SecretName)
		}
		if volume.Projected == nil {
			continue
		}
		for _, source := range volume.Projected.Sources {
			if source.ConfigMap != nil {
				found = append(found, "ConfigMap "+source.ConfigMap.Name)
			}
			if source.Secret != nil && (source.Secret.Optional == nil || !*source.Secret.Optional) {
				found = append(found, "Secret "+source.Secret.Name)
			}
		}
	}
	return found
}
