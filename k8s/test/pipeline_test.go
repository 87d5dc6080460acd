package k8s

import (
	"bytes"
	"io/fs"
	"regexp"
	"slices"
	"strings"
	"testing"

	core "k8s.io/api/core/v1"
	"sigs.k8s.io/kustomize/kyaml/filesys"
	"sigs.k8s.io/yaml"
)

// A pipeline's specification, as far as the way it is deployed follows from it. That the services
// take it is shown by whoever runs the example that it equals.
type specification struct {
	Name       string
	Partitions int
	Stages     []stage
}

type stage struct {
	Name, From, To                 string
	Aggregate, Deduplicate, Lookup any
	Custom                         string
}

func (s stage) remembers() bool {
	return s.Aggregate != nil || s.Deduplicate != nil || s.Lookup != nil || s.Custom != ""
}

func flights(t *testing.T) specification {
	t.Helper()
	var told specification
	if err := yaml.Unmarshal(read(t, "k8s/pipelines/flights/pipeline.yml"), &told); err != nil {
		t.Fatal(err)
	}
	return told
}

func (s specification) topicRead(i int) string {
	switch {
	case s.Stages[i].From != "":
		return s.Name + "." + s.Stages[i].From
	case i == 0:
		return s.Name + ".source"
	case s.Stages[i-1].To != "":
		return s.Name + "." + s.Stages[i-1].To
	default:
		return s.Name + "." + s.Stages[i-1].Name
	}
}

func TestTheSpecificationIsTheExamples(t *testing.T) {
	if !bytes.Equal(read(t, "k8s/pipelines/flights/pipeline.yml"), read(t, "examples/flights/pipeline.yml")) {
		t.Error("copy examples/flights/pipeline.yml to k8s/pipelines/flights")
	}
}

// As README.md tells: the folder with another name in it, which the overlay names beside the first.
func TestACopyOfThePipelineIsDeployedAsThatIs(t *testing.T) {
	for _, d := range []deployment{
		{"local", []string{"pipelines/flights/autoscaling", "pipelines/shop/autoscaling"}},
		{"production", []string{"pipelines/flights/autoscaling-sasl", "pipelines/shop/autoscaling-sasl"}},
	} {
		objects, err := buildFrom(withCopy(t, d.overlay, "shop"), d)
		if err != nil {
			t.Fatal(err)
		}
		there := map[string]string{}
		for _, o := range objects {
			there[hash.ReplaceAllString(o.String(), "")] = hash.ReplaceAllString(string(o.json), "")
		}
		copied := 0
		for name, o := range there {
			if strings.Contains(name, "flights") {
				copied++
				if there[strings.ReplaceAll(name, "flights", "shop")] != strings.ReplaceAll(o, "flights", "shop") {
					t.Errorf("%s: %s is another in the copy, or not there", d.overlay, name)
				}
			}
		}
		if copied < 7 {
			t.Errorf("%s has only %d objects of the pipeline", d.overlay, copied)
		}
	}
}

var (
	hash   = regexp.MustCompile(`-[bcdfghkmt2456789]{10}\b`)
	listed = regexp.MustCompile(`(?m)^( +- ../../pipelines/)flights(.*)$`)
)

func withCopy(t *testing.T, overlay, name string) filesys.FileSystem {
	t.Helper()
	files, err := tree()
	if err != nil {
		t.Fatal(err)
	}
	change := func(from, to string, change func(string) string) {
		content, err := files.ReadFile(from)
		if err == nil {
			err = files.WriteFile(to, []byte(change(string(content))))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	var originals []string
	err = files.Walk("/k8s/pipelines/flights", func(path string, entry fs.FileInfo, err error) error {
		if err == nil && !entry.IsDir() {
			originals = append(originals, path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	rename := func(text string) string { return strings.ReplaceAll(text, "flights", name) }
	for _, original := range originals {
		change(original, rename(original), rename)
	}
	kustomization := "/k8s/overlays/" + overlay + "/kustomization.yaml"
	change(kustomization, kustomization, func(text string) string {
		return listed.ReplaceAllString(text, "$0\n${1}"+name+"$2")
	})
	return files
}

func TestAChangeOfTheSpecificationRollsEveryService(t *testing.T) {
	eachDeployment(t, func(t *testing.T, objects []object) {
		var name string
		for _, o := range ofKind(objects, "ConfigMap") {
			var content struct{ Data map[string]string }
			o.into(t, &content)
			if content.Data["flights.yml"] == string(read(t, "examples/flights/pipeline.yml")) {
				name = o.Metadata.Name
			}
		}
		if len(name) <= len("flights-pipeline-") {
			t.Fatalf("its map has no hash: %q", name)
		}
		for _, w := range services(t, objects) {
			if !slices.Contains(references(w), "ConfigMap "+name) {
				t.Errorf("%s does not read %s", w, name)
			}
			if w.variable("STREAMPROOF_PIPELINES") != w.container().VolumeMounts[mount(w, "pipelines")].MountPath {
				t.Errorf("%s looks elsewhere for pipelines", w)
			}
		}
	})
}

func mount(w workload, volume string) int {
	for i, mounted := range w.container().VolumeMounts {
		if mounted.Name == volume {
			return i
		}
	}
	return -1
}

func TestEachStageHasAWorkloadAndOneThatRemembersHasADisk(t *testing.T) {
	pipeline := flights(t)
	eachDeployment(t, func(t *testing.T, objects []object) {
		kinds := map[string]string{}
		for _, w := range services(t, objects) {
			if labels := w.spec.Template.Labels; w.service() == "operator" {
				kinds[labels["streamproof.io/pipeline"]+"/"+labels["streamproof.io/stage"]] = w.Kind
				if w.variable("STREAMPROOF_STAGE") != "$(PIPELINE)/$(STAGE)" {
					t.Errorf("%s is not told its stage", w)
				}
			}
		}
		for _, stage := range pipeline.Stages {
			expected := "Deployment"
			if stage.remembers() {
				expected = "StatefulSet"
			}
			if kind := kinds[pipeline.Name+"/"+stage.Name]; kind != expected {
				t.Errorf("%s is a %q", stage.Name, kind)
			}
		}
		if len(kinds) != len(pipeline.Stages) {
			t.Errorf("there are more: %v", kinds)
		}
	})
}

func TestAStageThatRemembersKeepsItsNameAndItsState(t *testing.T) {
	eachDeployment(t, func(t *testing.T, objects []object) {
		for _, w := range services(t, objects) {
			if w.Kind != "StatefulSet" {
				continue
			}
			var set struct {
				Spec struct {
					ServiceName          string
					VolumeClaimTemplates []struct{ Metadata struct{ Name string } }
				}
			}
			w.into(t, &set)
			claims := set.Spec.VolumeClaimTemplates
			state := mount(w, "state")
			if len(claims) != 1 || claims[0].Metadata.Name != "state" || state < 0 ||
				w.container().VolumeMounts[state].MountPath != w.variable("STREAMPROOF_STATE_DIR") {
				t.Errorf("%s keeps its state nowhere", w)
			}
			if !slices.ContainsFunc(ofKind(objects, "Service"), func(o object) bool {
				return o.Metadata.Name == set.Spec.ServiceName
			}) {
				t.Errorf("%s: there is no service %q", w, set.Spec.ServiceName)
			}
			identity := slices.IndexFunc(w.container().Env, func(v core.EnvVar) bool {
				return v.Name == "STREAMPROOF_INSTANCE_ID"
			})
			if identity < 0 || w.container().Env[identity].ValueFrom.FieldRef.FieldPath != "metadata.name" {
				t.Errorf("%s is no static member", w)
			}
		}
	})
}

// What scales by lag: the stage's own group, the topic that it reads, no more than it has partitions.
func TestStagesAreScaledByTheirOwnLag(t *testing.T) {
	pipeline := flights(t)
	eachDeployment(t, func(t *testing.T, objects []object) {
		scaled := ofKind(objects, "ScaledObject")
		for i, stage := range pipeline.Stages {
			for _, o := range scaled {
				if o.Metadata.Labels["streamproof.io/stage"] == stage.Name {
					followsLag(t, objects, o, pipeline, i)
				}
			}
		}
		if len(scaled) != 0 && len(scaled) != len(pipeline.Stages) {
			t.Errorf("scaled: %v", scaled)
		}
	})
}

func followsLag(t *testing.T, objects []object, o object, pipeline specification, i int) {
	t.Helper()
	var scaled struct {
		Spec struct {
			ScaleTargetRef  struct{ Kind, Name string }
			MaxReplicaCount int
			Triggers        []struct{ Metadata map[string]string }
		}
	}
	o.into(t, &scaled)
	trigger := scaled.Spec.Triggers[0].Metadata
	if trigger["consumerGroup"] != pipeline.Name+"-"+pipeline.Stages[i].Name ||
		trigger["topic"] != pipeline.topicRead(i) || scaled.Spec.MaxReplicaCount != pipeline.Partitions {
		t.Errorf("%s: at most %d by %v", o, scaled.Spec.MaxReplicaCount, trigger)
	}
	if trigger["bootstrapServers"] != brokers(t, objects) {
		t.Errorf("%s asks %s", o, trigger["bootstrapServers"])
	}
	for _, w := range workloads(t, objects) {
		if w.Kind == scaled.Spec.ScaleTargetRef.Kind && w.Metadata.Name == scaled.Spec.ScaleTargetRef.Name {
			if w.spec.Replicas != nil {
				t.Errorf("%s has a number of its own", w)
			}
			return
		}
	}
	t.Errorf("%s scales nothing", o)
}

func brokers(t *testing.T, objects []object) string {
	t.Helper()
	for _, o := range ofKind(objects, "ConfigMap") {
		var content struct{ Data map[string]string }
		o.into(t, &content)
		if address, ok := content.Data["bootstrap-servers"]; ok {
			return address
		}
	}
	t.Fatal("no brokers")
	return ""
}

func TestIngestIsScaledByItsLoadAlone(t *testing.T) {
	eachDeployment(t, func(t *testing.T, objects []object) {
		isScaled := len(ofKind(objects, "HorizontalPodAutoscaler")) > 0
		for _, w := range services(t, objects) {
			if w.service() == "ingest" && (w.spec.Replicas == nil) != isScaled {
				t.Errorf("%s has a number of its own, or none", w)
			}
		}
	})
}
