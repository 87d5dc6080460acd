package k8s

import (
	"encoding/json"
	"fmt"
	"testing"

	"github.com/google/cel-go/cel"
	registration "k8s.io/api/admissionregistration/v1"
	meta "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/util/version"
	"k8s.io/apiserver/pkg/admission"
	plugin "k8s.io/apiserver/pkg/admission/plugin/cel"
	limits "k8s.io/apiserver/pkg/apis/cel"
	"k8s.io/apiserver/pkg/cel/environment"
)

// The policy of production that refuses faults, as the API server evaluates it.
type guard struct {
	policy    registration.ValidatingAdmissionPolicy
	condition plugin.ConditionEvaluator
	compiler  *plugin.CompositedCompiler
}

// The oldest Kubernetes for which the policy is meant.
var oldest = version.MajorMinor(1, 32)

type expression struct {
	name, text string
	types      []*cel.Type
}

func (e expression) GetName() string          { return e.name }
func (e expression) GetExpression() string    { return e.text }
func (e expression) ReturnTypes() []*cel.Type { return e.types }

func guardOf(t *testing.T) guard {
	t.Helper()
	g := guard{}
	found := ofKind(render(t, production), "ValidatingAdmissionPolicy")
	if len(found) != 1 {
		t.Fatalf("policies: %v", found)
	}
	found[0].into(t, &g.policy)
	var err error
	if g.compiler, err = plugin.NewCompositedCompiler(environment.MustBaseEnvSet(oldest)); err != nil {
		t.Fatal(err)
	}
	options := plugin.OptionalVariableDeclarations{}
	for _, variable := range g.policy.Spec.Variables {
		result := g.compiler.CompileAndStoreVariable(
			expression{variable.Name, variable.Expression, []*cel.Type{cel.AnyType, cel.DynType}},
			options, environment.NewExpressions)
		if result.Error != nil {
			t.Fatalf("%s: %v", variable.Name, result.Error)
		}
	}
	var conditions []plugin.ExpressionAccessor
	for _, validation := range g.policy.Spec.Validations {
		conditions = append(conditions,
			expression{validation.Message, validation.Expression, []*cel.Type{cel.BoolType}})
	}
	g.condition = g.compiler.CompileCondition(conditions, options, environment.NewExpressions)
	if errors := g.condition.CompilationErrors(); len(errors) > 0 {
		t.Fatal(errors)
	}
	return g
}

// Why it refuses the object; empty: it admits it.
func (g guard) refusals(t *testing.T, raw []byte) []string {
	t.Helper()
	object := &unstructured.Unstructured{}
	if err := json.Unmarshal(raw, &object.Object); err != nil {
		t.Fatal(err)
	}
	kind := object.GroupVersionKind()
	request := &admission.VersionedAttributes{
		Attributes: admission.NewAttributesRecord(object, nil, kind, "streamproof", object.GetName(),
			schema.GroupVersionResource{}, "", admission.Create, nil, false, nil),
		VersionedKind: kind,
	}
	request.UpdateObject(object)
	results, _, err := g.condition.ForInput(t.Context(), request,
		plugin.CreateAdmissionRequest(request, meta.GroupVersionResource{}, meta.GroupVersionKind{}),
		plugin.OptionalVariableBindings{}, nil, limits.RuntimeCELCostBudget)
	if err != nil {
		t.Fatal(err)
	}
	var refusals []string
	for i, result := range results {
		if result.Error != nil {
			t.Fatalf("%s: %v", g.policy.Spec.Validations[i].Message, result.Error)
		}
		if fmt.Sprint(result.EvalResult.Value()) != "true" {
			refusals = append(refusals, g.policy.Spec.Validations[i].Message)
		}
	}
	return refusals
}
