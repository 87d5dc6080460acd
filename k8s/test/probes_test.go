package k8s

import (
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	core "k8s.io/api/core/v1"
	"sigs.k8s.io/yaml"
)

// A service's own settings, as far as they are told again in k8s/.
type settings struct {
	Server     struct{ Port int }
	Management struct {
		Server    struct{ Port int }
		Endpoints struct {
			Web struct {
				Exposure struct{ Include string }
			}
		}
	}
	Spring struct {
		Kafka struct {
			Producer struct{ Properties map[string]any }
		}
	}
}

func settingsOf(t *testing.T, service string) (settings, string) {
	t.Helper()
	text := string(read(t, service+"-service/src/main/resources/application.yml"))
	var told settings
	if err := yaml.Unmarshal([]byte(flat(text)), &told); err != nil {
		t.Fatal(err)
	}
	return told, text
}

var dotted = regexp.MustCompile(`(?m)^( *)endpoints\.web\.exposure\.include: (.*)$`)

// The one key that is written with dots, as Spring reads it.
func flat(text string) string {
	return dotted.ReplaceAllString(text, "${1}endpoints: {web: {exposure: {include: \"$2\"}}}")
}

func TestProbesAskTheManagementPortForWhatTheServiceAnswers(t *testing.T) {
	eachDeployment(t, func(t *testing.T, objects []object) {
		for _, w := range services(t, objects) {
			told, text := settingsOf(t, w.service())
			ports := portsOf(w.container())
			if w.variable("MANAGEMENT_SERVER_PORT") != strconv.Itoa(ports["management"]) {
				t.Errorf("%s: port %d is not %s", w, ports["management"], w.variable("MANAGEMENT_SERVER_PORT"))
			}
			if port := told.Management.Server.Port; port != 0 && port != ports["management"] {
				t.Errorf("%s: the service manages at %d, not %d", w, port, ports["management"])
			}
			if w.service() != "operator" && ports["http"] != told.Server.Port {
				t.Errorf("%s: the service serves at %d, not %d", w, told.Server.Port, ports["http"])
			}
			if !strings.Contains(text, "probes.enabled: true") && !strings.Contains(text, "probes:\n      enabled: true") {
				t.Errorf("%s has no probes to ask", w)
			}
			if told.Management.Endpoints.Web.Exposure.Include != "health,prometheus" {
				t.Errorf("%s exposes %s", w, told.Management.Endpoints.Web.Exposure.Include)
			}
			asks(t, w, "startup", w.container().StartupProbe, "/actuator/health/liveness")
			asks(t, w, "liveness", w.container().LivenessProbe, "/actuator/health/liveness")
			asks(t, w, "readiness", w.container().ReadinessProbe, "/actuator/health/readiness")
		}
	})
}

func portsOf(container core.Container) map[string]int {
	ports := map[string]int{}
	for _, port := range container.Ports {
		ports[port.Name] = int(port.ContainerPort)
	}
	return ports
}

func asks(t *testing.T, w workload, name string, probe *core.Probe, path string) {
	t.Helper()
	if probe == nil || probe.HTTPGet == nil || probe.HTTPGet.Path != path ||
		probe.HTTPGet.Port.StrVal != "management" {
		t.Errorf("%s: %s is not asked by %s at the management port", w, name, path)
	}
}

// Spring Boot's own, which no service changes.
const lifecycle = 30 * time.Second

// How long a service may take to stop, by its own limits.
func stops(t *testing.T) map[string]time.Duration {
	t.Helper()
	ingest, _ := settingsOf(t, "ingest")
	delivery := time.Duration(ingest.Spring.Kafka.Producer.Properties["delivery.timeout.ms"].(float64)) * time.Millisecond
	return map[string]time.Duration{
		"ingest": lifecycle + delivery + 3*limit(t, "ingest-service/src/main/java/io/streamproof/ingest/IngestProperties.java",
			`@DefaultValue\("(\d+)s"\) Duration shutdownTimeout`),
		// Its last spans may take ten seconds more.
		"operator": 10*time.Second + limit(t, "operator-service/src/main/java/io/streamproof/operator/OperatorProperties.java",
			`@DefaultValue\("(\d+)s"\) Duration shutdownTimeout`),
		"audit": lifecycle + 10*time.Second + auditThreads(t),
	}
}

func TestPodsAreGivenTheTimeThatAStopMayTake(t *testing.T) {
	limits := stops(t)
	eachDeployment(t, func(t *testing.T, objects []object) {
		for _, w := range services(t, objects) {
			needed := limits[w.service()]
			if hook := w.container().Lifecycle; hook != nil {
				needed += time.Duration(hook.PreStop.Sleep.Seconds) * time.Second
			}
			given := w.spec.Template.Spec.TerminationGracePeriodSeconds
			if given == nil || time.Duration(*given)*time.Second < needed {
				t.Errorf("%s: its stop may take %s, and is given %v s", w, needed, *given)
			}
		}
	})
}

func TestContainersAreGivenTheTimeThatAStopMayTake(t *testing.T) {
	var compose struct {
		Services map[string]struct {
			Image           string
			StopGracePeriod string `json:"stop_grace_period"`
		}
	}
	if err := yaml.Unmarshal(read(t, "docker-compose.yml"), &compose); err != nil {
		t.Fatal(err)
	}
	limits := stops(t)
	ours := regexp.MustCompile("^streamproof/(.*)-service:")
	for name, container := range compose.Services {
		if service := ours.FindStringSubmatch(container.Image); service != nil {
			given, err := time.ParseDuration(container.StopGracePeriod)
			if needed := limits[service[1]]; err != nil || needed == 0 || given < needed {
				t.Errorf("%s: its stop may take %s, and is given %s", name, needed, container.StopGracePeriod)
			}
		}
	}
}

func auditThreads(t *testing.T) time.Duration {
	const folder = "audit-service/src/main/java/io/streamproof/audit/"
	return limit(t, folder+"runtime/Observers.java", `LONGEST_SHUTDOWN = Duration.ofSeconds\((\d+)\)`) +
		limit(t, folder+"kafka/KafkaTopicLogPool.java", `LONGEST_SHUTDOWN_SECONDS = (\d+)`) +
		time.Duration(repeatingThreads(t, folder))*
			limit(t, folder+"runtime/RepeatingThread.java", `LONGEST_SHUTDOWN = Duration.ofSeconds\((\d+)\)`)
}

// How many there are of the audit's threads that repeat something.
func repeatingThreads(t *testing.T, folder string) int {
	t.Helper()
	return len(found(t, sources(t, folder), "extends (RepeatingThread) "))
}

// All Java sources in a folder, one behind the other.
func sources(t *testing.T, folder string) string {
	t.Helper()
	all := strings.Builder{}
	err := filepath.WalkDir(filepath.Join(root, folder), func(path string, entry os.DirEntry, err error) error {
		if err == nil && strings.HasSuffix(path, ".java") {
			content, _ := os.ReadFile(path)
			all.Write(content)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all.String()
}

// What a pattern's groups match, at each place.
func found(t *testing.T, text, pattern string) [][]string {
	t.Helper()
	all := regexp.MustCompile(pattern).FindAllStringSubmatch(text, -1)
	if all == nil {
		t.Fatalf("there is no %s", pattern)
	}
	return all
}

func limit(t *testing.T, file, pattern string) time.Duration {
	t.Helper()
	found := regexp.MustCompile(pattern).FindSubmatch(read(t, file))
	if found == nil {
		t.Fatalf("%s does not have %s", file, pattern)
	}
	seconds, _ := strconv.Atoi(string(found[1]))
	return time.Duration(seconds) * time.Second
}
