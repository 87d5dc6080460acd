package k8s

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"k8s.io/apiextensions-apiserver/pkg/apis/apiextensions"
	extensions "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	structural "k8s.io/apiextensions-apiserver/pkg/apiserver/schema"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/pruning"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/validation"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/runtime/serializer"
	"k8s.io/client-go/kubernetes/scheme"
	"sigs.k8s.io/yaml"
)

var strict = serializer.NewCodecFactory(scheme.Scheme, serializer.EnableStrict).UniversalDeserializer()

// Strimzi defines its kinds in Java: pipeline's StrimziTests check these.
const strimzi = "kafka.strimzi.io"

func TestEveryObjectIsOfAKindThatIsKnownAndHasOnlyItsFields(t *testing.T) {
	eachDeployment(t, func(t *testing.T, objects []object) {
		for _, o := range objects {
			if err := check(t, o.json); err != "" {
				t.Errorf("%s: %s", o, err)
			}
		}
	})
}

func TestAMisspeltFieldIsFound(t *testing.T) {
	for _, misspelt := range []string{
		`{"apiVersion": "v1", "kind": "Service", "metadata": {"name": "a"}, "spec": {"selectors": {}}}`,
		`{"apiVersion": "keda.sh/v1alpha1", "kind": "ScaledObject", "metadata": {"name": "a"},
		  "spec": {"scaleTargetRef": {"name": "a"}, "triggers": [], "maxReplicas": 3}}`,
		`{"apiVersion": "keda.sh/v1alpha1", "kind": "ScaledObject", "metadata": {"name": "a"},
		  "spec": {"scaleTargetRef": {"name": "a"}}}`,
	} {
		if check(t, []byte(misspelt)) == "" {
			t.Errorf("taken for right: %s", misspelt)
		}
	}
}

// What is wrong with the object; empty: nothing.
func check(t *testing.T, raw []byte) string {
	t.Helper()
	var content map[string]any
	if err := json.Unmarshal(raw, &content); err != nil {
		return err.Error()
	}
	gv, _ := schema.ParseGroupVersion(content["apiVersion"].(string))
	kind := gv.WithKind(content["kind"].(string))
	if gv.Group == strimzi {
		return ""
	}
	if scheme.Scheme.Recognizes(kind) {
		if _, _, err := strict.Decode(raw, nil, nil); err != nil {
			return err.Error()
		}
		return ""
	}
	definition, known := definitionOf(t, kind)
	if !known {
		return "its kind is not known"
	}
	return definition.check(content)
}

type definition struct {
	schema    *structural.Structural
	validator validation.SchemaValidator
}

func (d definition) check(content map[string]any) string {
	if errors := validation.ValidateCustomResource(nil, content, d.validator); len(errors) > 0 {
		return errors.ToAggregate().Error()
	}
	unknown := pruning.PruneWithOptions(content, d.schema, true,
		structural.UnknownFieldPathOptions{TrackUnknownFieldPaths: true})
	return strings.Join(unknown, ", ")
}

// Where the operators that are deployed beside define their kinds, by group.
var operators = map[string]struct{ module, folder string }{
	"postgresql.cnpg.io": {"github.com/cloudnative-pg/cloudnative-pg", "config/crd/bases"},
	"keda.sh":            {"github.com/kedacore/keda/v2", "config/crd/bases"},
	"monitoring.coreos.com": {
		"github.com/prometheus-operator/prometheus-operator", "example/prometheus-operator-crd"},
}

var defined sync.Map

func definitionOf(t *testing.T, kind schema.GroupVersionKind) (definition, bool) {
	t.Helper()
	if known, ok := defined.Load(kind); ok {
		return known.(definition), true
	}
	operator, ok := operators[kind.Group]
	if !ok {
		return definition{}, false
	}
	plural := strings.ToLower(kind.Kind) + "s"
	file := filepath.Join(source(t, operator.module), operator.folder, kind.Group+"_"+plural+".yaml")
	content, err := os.ReadFile(file)
	if err != nil {
		return definition{}, false
	}
	var crd extensions.CustomResourceDefinition
	if err := yaml.Unmarshal(content, &crd); err != nil {
		t.Fatal(err)
	}
	for _, version := range crd.Spec.Versions {
		if version.Name == kind.Version {
			known := define(t, version.Schema.OpenAPIV3Schema)
			defined.Store(kind, known)
			return known, true
		}
	}
	return definition{}, false
}

func define(t *testing.T, of *extensions.JSONSchemaProps) definition {
	t.Helper()
	var internal apiextensions.JSONSchemaProps
	err := extensions.Convert_v1_JSONSchemaProps_To_apiextensions_JSONSchemaProps(of, &internal, nil)
	if err != nil {
		t.Fatal(err)
	}
	known := definition{}
	if known.schema, err = structural.NewStructural(&internal); err != nil {
		t.Fatal(err)
	}
	if known.validator, _, err = validation.NewSchemaValidator(&internal); err != nil {
		t.Fatal(err)
	}
	return known
}

func source(t *testing.T, module string) string {
	t.Helper()
	command := exec.Command("go", "mod", "download", "-json", module)
	command.Dir = "definitions"
	command.Stderr = os.Stderr
	output, err := command.Output()
	var answer struct{ Dir, Error string }
	if err == nil {
		err = json.Unmarshal(output, &answer)
	}
	if err != nil {
		t.Fatalf("%s: %v %s", module, err, answer.Error)
	}
	return answer.Dir
}
