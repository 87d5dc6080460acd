package k8s

import (
	"encoding/json"
	"fmt"
	"log/slog"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/prometheus/common/model"
	"github.com/prometheus/prometheus/model/rulefmt"
	"github.com/prometheus/prometheus/promql"
	"github.com/prometheus/prometheus/promql/parser"
	"github.com/prometheus/prometheus/promql/promqltest"
	"sigs.k8s.io/yaml"
)

var promQL = parser.NewParser(parser.Options{})

var monitored = deployment{"production", []string{"components/monitoring"}}

// The rules as Prometheus itself reads them.
func alerts(t *testing.T) []rulefmt.Rule {
	t.Helper()
	var rules struct{ Spec any }
	ofKind(render(t, monitored), "PrometheusRule")[0].into(t, &rules)
	text, err := yaml.Marshal(rules.Spec)
	if err != nil {
		t.Fatal(err)
	}
	groups, errors := rulefmt.Parse(text, false, model.UTF8Validation, promQL, slog.Default())
	if len(errors) > 0 {
		t.Fatal(errors)
	}
	var all []rulefmt.Rule
	for _, group := range groups.Groups {
		all = append(all, group.Rules...)
	}
	return all
}

// A number of series, and the alert that follows from them; quiet: series from which none follows.
type example struct{ firing, quiet string }

var examples = map[string]example{
	"StreamproofViolated": {
		`streamproof_audit_verdict{pipeline="flights",verdict="VIOLATED"} 0x4 1x60`,
		`streamproof_audit_verdict{pipeline="flights",verdict="PROVEN"} 1x60
		 streamproof_audit_verdict{pipeline="flights",verdict="VIOLATED"} 0x60`},
	"StreamproofUnverifiable": {
		`streamproof_audit_findings{pipeline="flights",stage="late",kind="UNVERIFIABLE"} 3x60`,
		`streamproof_audit_findings{pipeline="flights",stage="late",kind="UNTRACED"} 3x60`},
	"StreamproofProofOld": {
		`streamproof_audit_proof_age_seconds{pipeline="flights"} 0+30x60`,
		`streamproof_audit_proof_age_seconds{pipeline="flights"} 299x60
		 streamproof_audit_proof_age_seconds{pipeline="shop"} 0+30x60
		 streamproof_audit_verdict{pipeline="shop",verdict="VIOLATED"} 1x60`},
	"StreamproofLate": {
		`streamproof_audit_findings{pipeline="flights",stage="late",kind="LATE"} 3x50 4x10`,
		`streamproof_audit_findings{pipeline="flights",stage="late",kind="LATE"} 4x60`},
	"StreamproofClaimsMissing": {
		`streamproof_audit_claims_missing{pipeline="flights"} 7x60`,
		`streamproof_audit_claims_missing{pipeline="flights"} 7x10 0x10 7x10 0x10 7x3`},
	"StreamproofFaultsPlanted": {
		`streamproof_faults_enabled{pod="late"} 1x60`,
		`streamproof_stage_consumed_total 0+1x60`},
	"StreamproofStalled": {
		`streamproof_audit_stalled{pipeline="flights",stage="late"} 1x60`,
		`streamproof_audit_stalled{pipeline="flights",stage="late"} 0x60`},
	"StreamproofStageLagging": {
		`streamproof_stage_lag_records{pipeline="flights",stage="late"} 100001x60`,
		`streamproof_stage_lag_records{pipeline="flights",stage="late"} 100000x60`},
	"StreamproofAuditLagging": {
		`streamproof_audit_lag_records{pipeline="flights",topic="flights.late"} 60000x60
		 streamproof_audit_lag_records{pipeline="flights",topic="flights.source"} 60000x60`,
		`streamproof_audit_lag_records{pipeline="flights",topic="flights.late",pod="1"} 60000x60
		 streamproof_audit_lag_records{pipeline="flights",topic="flights.late",pod="2"} 60000x60`},
	"StreamproofDeadLetters": {
		`streamproof_stage_dead_lettered_total{pipeline="flights",stage="late"} 0+1x60`,
		`streamproof_stage_dead_lettered_total{pipeline="flights",stage="late"} 5x60`},
	"StreamproofServiceDown": {
		`up{service="operator"} 1x4 0x60`,
		`up{service="operator"} 1x50 0x3 1x7
		 up{service="grafana"} 0x60`},
	"StreamproofAuditGone": {
		`up{service="operator",namespace="a"} 1x60
		 up{service="audit",namespace="b"} 1x60`,
		`up{service="operator",namespace="a"} 1x60
		 up{service="audit",namespace="a"} 0x60`},
	"StreamproofEventsRefused": {
		`streamproof_ingest_events_rejected_total{pipeline="flights",reason="unavailable"} 0+1x60`,
		`streamproof_ingest_events_rejected_total{pipeline="flights",reason="invalid"} 0+1x60`},
	"StreamproofEventsUncertain": {
		`streamproof_ingest_events_uncertain_total{pipeline="flights"} 0x50 1x10`,
		`streamproof_ingest_events_uncertain_total{pipeline="flights"} 1x60`},
	"StreamproofClaimsUnconfirmed": {
		`streamproof_ingest_claims_unconfirmed{pipeline="flights"} 2x60`,
		`streamproof_ingest_claims_unconfirmed{pipeline="flights"} 0x60`},
	"StreamproofSpansDropped": {
		`streamproof_spans_dropped_total{service="ingest"} 0+10x60`,
		`streamproof_spans_dropped_total{service="ingest"} 10x60`},
	"StreamproofTracesRefused": {
		`streamproof_audit_finding_traces_failures_total 0+1x60`,
		`streamproof_audit_finding_traces_failures_total 1x60`},
}

const (
	step = 30 * time.Second
	at   = 30 * time.Minute
)

func TestEachAlertFiresWhenItMustAndOnlyThen(t *testing.T) {
	told := map[string]bool{}
	for _, rule := range alerts(t) {
		told[rule.Alert] = true
		example, known := examples[rule.Alert]
		if !known {
			t.Errorf("%s has no example", rule.Alert)
			continue
		}
		if !fires(t, rule, example.firing) {
			t.Errorf("%s does not fire", rule.Alert)
		}
		if fires(t, rule, example.quiet) {
			t.Errorf("%s fires for nothing", rule.Alert)
		}
	}
	for name := range examples {
		if !told[name] {
			t.Errorf("there is no alert %s", name)
		}
	}
}

// Whether the rule's expression has held for as long as the rule wants, half an hour after the start.
func fires(t *testing.T, rule rulefmt.Rule, series string) bool {
	t.Helper()
	storage := promqltest.LoadedStorage(t, "load 30s\n  "+series)
	start := time.Unix(0, 0).Add(at - time.Duration(rule.For))
	query, err := promqltest.NewTestEngine(t, false, 5*time.Minute, 1_000_000).NewRangeQuery(
		t.Context(), storage, nil, rule.Expr, start, time.Unix(0, 0).Add(at), step)
	if err != nil {
		t.Fatal(err)
	}
	defer query.Close()
	result := query.Exec(t.Context())
	held, err := result.Matrix()
	if err != nil {
		t.Fatalf("%s: %v", rule.Alert, err)
	}
	return slices.ContainsFunc(held, func(series promql.Series) bool {
		return len(series.Floats) == int(time.Duration(rule.For)/step)+1
	})
}

func TestEachAlertSaysWhatItMeansAndHowBadItIs(t *testing.T) {
	operations := string(read(t, "docs/OPERATIONS.md"))
	for _, rule := range alerts(t) {
		if rule.Annotations["summary"] == "" ||
			!slices.Contains([]string{"critical", "warning", "info"}, rule.Labels["severity"]) {
			t.Errorf("%s: %v %v", rule.Alert, rule.Labels, rule.Annotations)
		}
		if !strings.Contains(operations, fmt.Sprintf("\n| `%s` | %s |", rule.Alert, rule.Labels["severity"])) {
			t.Errorf("docs/OPERATIONS.md does not say what to do about %s", rule.Alert)
		}
	}
	for _, told := range regexp.MustCompile("`(Streamproof[A-Z]\\w+)`").FindAllStringSubmatch(operations, -1) {
		if _, known := examples[told[1]]; !known {
			t.Errorf("docs/OPERATIONS.md tells of %s, which does not exist", told[1])
		}
	}
}

// The panels of the dashboard, each with its queries.
func panels(t *testing.T) map[string][]string {
	t.Helper()
	var dashboard struct {
		Panels []struct {
			Title       string
			Description string
			Type        string
			Targets     []struct{ Expr string }
		}
	}
	if err := json.Unmarshal(read(t, "k8s/components/monitoring/dashboard.json"), &dashboard); err != nil {
		t.Fatal(err)
	}
	queries := map[string][]string{}
	for _, panel := range dashboard.Panels {
		if panel.Type == "row" {
			continue
		}
		if panel.Description == "" {
			t.Errorf("%s is not explained", panel.Title)
		}
		for _, target := range panel.Targets {
			queries[panel.Title] = append(queries[panel.Title], grafana.Replace(target.Expr))
		}
	}
	return queries
}

var grafana = strings.NewReplacer("$__rate_interval", "1m", "$namespace", "streamproof", "$pipeline", ".*")

// Of Prometheus, or of others than Streamproof: told elsewhere.
var foreign = []string{"up"}

func TestEveryMetricThatIsAskedForIsExplainedAndExists(t *testing.T) {
	operations := string(read(t, "docs/OPERATIONS.md"))
	services := ""
	for _, module := range []string{"ingest-service", "operator-service", "audit-service", "telemetry"} {
		services += strings.ReplaceAll(string(read(t, module+"/README.md")), ".", "_")
	}
	queries := panels(t)
	for _, rule := range alerts(t) {
		queries[rule.Alert] = append(queries[rule.Alert], rule.Expr)
	}
	for name, all := range queries {
		for _, query := range all {
			for _, metric := range metrics(t, name, query) {
				if slices.Contains(foreign, metric) {
					continue
				}
				if !strings.Contains(operations, "| `"+metric+"` |") {
					t.Errorf("%s: docs/OPERATIONS.md does not explain %s", name, metric)
				}
				if !exists(services, metric) {
					t.Errorf("%s: no service has %s", name, metric)
				}
			}
		}
	}
}

func metrics(t *testing.T, name, query string) []string {
	t.Helper()
	expression, err := promQL.ParseExpr(query)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	var found []string
	parser.Inspect(expression, func(node parser.Node, _ []parser.Node) error {
		if selector, ok := node.(*parser.VectorSelector); ok {
			found = append(found, strings.TrimSuffix(selector.Name, "_bucket"))
		}
		return nil
	})
	if len(found) == 0 {
		t.Errorf("%s asks for nothing: %s", name, query)
	}
	return found
}

// Whether a README has it: in Prometheus' spelling, Micrometer's, or as the operator's table does.
func exists(readmes, metric string) bool {
	short := strings.TrimSuffix(strings.TrimSuffix(metric, "_total"), "_seconds")
	return strings.Contains(readmes, "`"+metric) || strings.Contains(readmes, "`"+short+"`") ||
		strings.Contains(readmes, "`"+strings.TrimPrefix(short, "streamproof_stage_")+"`")
}

func TestTheDashboardIsFoundByGrafana(t *testing.T) {
	for _, o := range ofKind(render(t, monitored), "ConfigMap") {
		if o.Metadata.Labels["grafana_dashboard"] == "1" {
			return
		}
	}
	t.Error("it is not")
}
