package k8s

import (
	"encoding/json"
	"regexp"
	"strings"
	"testing"
)

var faults = regexp.MustCompile(`(^|[^a-z])faults`)

func TestProductionHasNoSecretAndNoFault(t *testing.T) {
	for _, d := range deployments() {
		if d.overlay != "production" {
			continue
		}
		t.Run(d.String(), func(t *testing.T) {
			for _, o := range render(t, d) {
				if o.Kind == "Secret" {
					t.Errorf("%s is in the files", o)
				}
				text := strings.ToLower(string(o.json))
				isGuard := strings.HasPrefix(o.Kind, "ValidatingAdmissionPolicy")
				if faults.MatchString(text) && !isGuard && o.Kind != "PrometheusRule" {
					t.Errorf("%s speaks of faults", o)
				}
			}
		})
	}
}

// A variable whose value is a secret in all but name.
func TestNoVariableHoldsAPassword(t *testing.T) {
	eachDeployment(t, func(t *testing.T, objects []object) {
		for _, w := range workloads(t, objects) {
			for _, variable := range w.container().Env {
				name := strings.ToLower(variable.Name)
				isFile := strings.HasPrefix(variable.Value, "/")
				for _, word := range []string{"password", "token", "secret", "jaas"} {
					if strings.Contains(name, word) && !isFile {
						t.Errorf("%s: %s", w, variable.Name)
					}
				}
			}
		}
	})
}

func TestFaultInjectionCannotBeAddedToProduction(t *testing.T) {
	_, err := build(deployment{"production", []string{"components/fault-injection"}})
	if err == nil || !strings.Contains(err.Error(), "streamproof-local") {
		t.Errorf("it can: %v", err)
	}
}

func TestProductionAdmitsWhatItDeploys(t *testing.T) {
	guard := guardOf(t)
	for _, d := range deployments() {
		if d.overlay != "production" {
			continue
		}
		for _, w := range workloads(t, render(t, d)) {
			if refusals := guard.refusals(t, w.json); len(refusals) > 0 {
				t.Errorf("%s of %s: %v", w, d, refusals)
			}
			if refusals := guard.refusals(t, podOf(t, w, nil)); len(refusals) > 0 {
				t.Errorf("a pod of %s of %s: %v", w, d, refusals)
			}
		}
	}
}

func TestProductionRefusesWhatFaultInjectionMakesOfAService(t *testing.T) {
	guard := guardOf(t)
	for _, w := range services(t, render(t, deployment{"local", []string{"components/fault-injection"}})) {
		isPlanted := w.service() != "audit"
		if refused := len(guard.refusals(t, w.json)) > 0; refused != isPlanted {
			t.Errorf("%s refused: %v", w, refused)
		}
	}
}

// Each way in which a setting could come to a service of ours.
var ways = map[string]string{
	"a variable":                           `{"env": [{"name": "STREAMPROOF_FAULTS_ENABLED", "value": "true"}]}`,
	"in Spring's spelling":                 `{"env": [{"name": "streamproof.faults.enabled", "value": "true"}]}`,
	"from a map":                           `{"env": [{"name": "Streamproof_Faults_Plan", "valueFrom": {"configMapKeyRef": {"name": "a", "key": "b"}}}]}`,
	"a whole map":                          `{"envFrom": [{"configMapRef": {"name": "a"}}]}`,
	"an option of the JVM":                 `{"env": [{"name": "JDK_JAVA_OPTIONS", "value": "-Dstreamproof.faults.enabled=true"}]}`,
	"one from a secret":                    `{"env": [{"name": "JAVA_TOOL_OPTIONS", "valueFrom": {"secretKeyRef": {"name": "a", "key": "b"}}}]}`,
	"JSON":                                 `{"env": [{"name": "SPRING_APPLICATION_JSON", "valueFrom": {"secretKeyRef": {"name": "a", "key": "b"}}}]}`,
	"another folder":                       `{"env": [{"name": "SPRING_CONFIG_ADDITIONAL_LOCATION", "value": "/tmp/"}]}`,
	"another import":                       `{"env": [{"name": "SPRING_CONFIG_IMPORT", "value": "configtree:/tmp/"}]}`,
	"a profile":                            `{"env": [{"name": "SPRING_PROFILES_ACTIVE", "value": "test"}]}`,
	"an argument":                          `{"args": ["--streamproof.faults.enabled=true"]}`,
	"a command":                            `{"command": ["java", "-Dstreamproof.faults.enabled=true"]}`,
	"a map as a file":                      `{"volume": {"configMap": {"name": "a"}}}`,
	"a secret as files":                    `{"volume": {"secret": {"secretName": "a"}}}`,
	"a projected secret":                   `{"volume": {"projected": {"sources": [{"secret": {"name": "a"}}]}}}`,
	"a file by its name":                   `{"volume": {"projected": {"sources": [{"secret": {"name": "a", "items": [{"key": "b", "path": "streamproof.faults.enabled"}]}}]}}}`,
	"settings as a file":                   `{"volume": {"configMap": {"name": "a", "items": [{"key": "b", "path": "config/application.yml"}]}}}`,
	"options in a file":                    `{"env": [{"name": "JDK_JAVA_OPTIONS", "value": "@/tmp/options"}]}`,
	"options in a file, told by an option": `{"env": [{"name": "JDK_JAVA_OPTIONS", "value": "-XX:VMOptionsFile=/tmp/options"}]}`,
	"flags in a file":                      `{"env": [{"name": "JAVA_TOOL_OPTIONS", "value": "-XX:Flags=/tmp/flags"}]}`,
	"options in a file, by an argument":    `{"args": ["@/tmp/options"]}`,
	"a class path from a map":              `{"env": [{"name": "CLASSPATH", "valueFrom": {"configMapKeyRef": {"name": "a", "key": "b"}}}]}`,
	"an argument with a dash":              `{"args": ["--streamproof.f-aults.enabled=true"]}`,
	"an argument with an underscore":       `{"args": ["--streamproof.f_a_u_l_t_s.enabled=true"]}`,
	"a variable with a dash":               `{"env": [{"name": "STREAMPROOF_FAUL-TS_ENABLED", "value": "true"}]}`,
	"an option with a dash":                `{"env": [{"name": "JDK_JAVA_OPTIONS", "value": "-Dstreamproof.fault-s.enabled=true"}]}`,
	"a file with a dash":                   `{"volume": {"projected": {"sources": [{"secret": {"name": "a", "items": [{"key": "b", "path": "streamproof.fau-lts.enabled"}]}}]}}}`,
	"a container at the start":             `{"initContainer": {"name": "a", "env": [{"name": "STREAMPROOF_FAULTS_ENABLED", "value": "true"}]}}`,
	"a container afterwards":               `{"ephemeralContainer": {"name": "a", "env": [{"name": "STREAMPROOF_FAULTS_ENABLED", "value": "true"}]}}`,
}

func TestProductionRefusesEachWayToPlantAFault(t *testing.T) {
	guard := guardOf(t)
	service := services(t, render(t, production))[0]
	for name, way := range ways {
		var change map[string]any
		if err := json.Unmarshal([]byte(way), &change); err != nil {
			t.Fatal(err)
		}
		if len(guard.refusals(t, podOf(t, service, change))) == 0 {
			t.Errorf("admitted: %s", name)
		}
	}
}

// A pod of the workload, with something added to it.
func podOf(t *testing.T, w workload, added map[string]any) []byte {
	t.Helper()
	var whole map[string]any
	w.into(t, &whole)
	spec := whole["spec"].(map[string]any)["template"].(map[string]any)["spec"].(map[string]any)
	container := spec["containers"].([]any)[0].(map[string]any)
	for field, value := range added {
		switch field {
		case "volume":
			volume := value.(map[string]any)
			volume["name"] = "added"
			spec["volumes"] = append(spec["volumes"].([]any), volume)
		case "initContainer", "ephemeralContainer":
			spec[field+"s"] = []any{value}
		case "env":
			container["env"] = append(container["env"].([]any), value.([]any)...)
		default:
			container[field] = value
		}
	}
	pod, err := json.Marshal(map[string]any{
		"apiVersion": "v1", "kind": "Pod", "metadata": map[string]any{"name": "a"}, "spec": spec})
	if err != nil {
		t.Fatal(err)
	}
	return pod
}
