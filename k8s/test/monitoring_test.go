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

// A number of series, and the alert that follows from them, or from each part between blank lines;
// quiet: series from which none follows.
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
	"StreamproofPartitionsNotRead": {
		`streamproof_audit_partitions_not_read{pipeline="flights",state="halted"} 2x60`,
		`streamproof_audit_partitions_not_read{pipeline="flights",state="quarantined"} 1x3 0x10 1x3 0x10
		 streamproof_audit_partitions_not_read{pipeline="flights",state="halted"} 0x60`},
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
		`streamproof_ingest_events_rejected_total{pipeline="flights",reason="unavailable"} 0+1x60

		 http_server_request_duration_seconds_count{service="ingest",http_response_status_code="503"} 0+1x60`,
		`streamproof_ingest_events_rejected_total{pipeline="flights",reason="invalid"} 0+1x60
		 http_server_request_duration_seconds_count{service="ingest",http_response_status_code="202"} 0+1x60
		 http_server_request_duration_seconds_count{service="audit",http_response_status_code="503"} 0+1x60`},
	"StreamproofIngestClosed": {
		`streamproof_ingest_open{pipeline="flights",pod="1"} 1x20 0x40
		 streamproof_ingest_open{pipeline="flights",pod="2"} 0x60
		 streamproof_ingest_open{pipeline="shop",pod="1"} 1x60`,
		`streamproof_ingest_open{pipeline="flights",pod="1"} 1x60
		 streamproof_ingest_open{pipeline="flights",pod="2"} 0x60`},
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
		for _, series := range strings.Split(example.firing, "\n\n") {
			if !fires(t, rule, series) {
				t.Errorf("%s does not fire for %s", rule.Alert, series)
			}
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

// What alerts and dashboard ask for, each by its name.
func queries(t *testing.T) map[string][]*parser.VectorSelector {
	t.Helper()
	texts := panels(t)
	for _, rule := range alerts(t) {
		texts[rule.Alert] = append(texts[rule.Alert], rule.Expr)
	}
	selectors := map[string][]*parser.VectorSelector{}
	for name, all := range texts {
		for _, query := range all {
			expression, err := promQL.ParseExpr(query)
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			parser.Inspect(expression, func(node parser.Node, _ []parser.Node) error {
				if selector, ok := node.(*parser.VectorSelector); ok {
					selectors[name] = append(selectors[name], selector)
				}
				return nil
			})
		}
		if len(selectors[name]) == 0 {
			t.Errorf("%s asks for nothing: %s", name, all)
		}
	}
	return selectors
}

// Of a histogram, its parts.
var parts = regexp.MustCompile("_(bucket|count)$")

func TestEveryMetricThatIsAskedForIsExplainedAndExists(t *testing.T) {
	operations := string(read(t, "docs/OPERATIONS.md"))
	// The first is Prometheus' own, the second Spring's.
	known := append(metrics(t), "up", "http_server_request_duration_seconds")
	for name, selectors := range queries(t) {
		for _, selector := range selectors {
			metric := parts.ReplaceAllString(selector.Name, "")
			if metric != "up" && !strings.Contains(operations, "| `"+metric+"` |") {
				t.Errorf("%s: docs/OPERATIONS.md does not explain %s", name, metric)
			}
			if !slices.Contains(known, metric) {
				t.Errorf("%s: no service has %s", name, metric)
			}
		}
	}
}

func TestEveryValueThatIsAskedForExists(t *testing.T) {
	known := map[string][]string{
		"verdict": constants(t, "audit/src/main/java/io/streamproof/audit/report/Verdict.java"),
		"kind":    constants(t, "audit/src/main/java/io/streamproof/audit/finding/FindingKind.java"),
	}
	for _, reason := range constants(t, "ingest-service/src/main/java/io/streamproof/ingest/event/Rejection.java") {
		known["reason"] = append(known["reason"], strings.ToLower(strings.ReplaceAll(reason, "_", "-")))
	}
	asked := 0
	for name, selectors := range queries(t) {
		for _, selector := range selectors {
			for _, matcher := range selector.LabelMatchers {
				if values, ok := known[matcher.Name]; ok {
					asked++
					if !slices.Contains(values, matcher.Value) {
						t.Errorf("%s: there is no %s", name, matcher)
					}
				}
			}
		}
	}
	if asked == 0 {
		t.Error("no values are asked for")
	}
}

// The names of an enum.
func constants(t *testing.T, file string) []string {
	t.Helper()
	var names []string
	for _, constant := range found(t, string(read(t, file)), `(?m)^ +([A-Z][A-Z_]+)(?:\(.*\))?[,;]$`) {
		names = append(names, constant[1])
	}
	return names
}

func TestEveryMetricIsInAReadme(t *testing.T) {
	readmes := ""
	for _, module := range []string{"ingest-service", "operator-service", "audit-service", "telemetry"} {
		readmes += strings.ReplaceAll(string(read(t, module+"/README.md")), ".", "_")
	}
	for _, metric := range metrics(t) {
		if !isListed(readmes, metric) {
			t.Errorf("no README has %s", metric)
		}
	}
}

// The services' metrics as Prometheus names them, from the code that makes them.
func metrics(t *testing.T) []string {
	t.Helper()
	const (
		audit     = "audit-service/src/main/java/io/streamproof/audit/"
		ingest    = "ingest-service/src/main/java/io/streamproof/ingest"
		telemetry = "telemetry/src/main/java/io/streamproof/telemetry/"
		operator  = "operator-service/src/main/java/io/streamproof/operator/"
	)
	var all []string
	named := func(prefix, name, suffix string) {
		all = append(all, strings.ReplaceAll(prefix+name, ".", "_")+suffix)
	}
	for _, of := range []struct{ file, pattern, prefix, suffix string }{
		{audit + "metrics/ObservationMeters.java", `"(streamproof\.[a-z.]+)"`, "", "_total"},
		{audit + "metrics/MonitorGauges.java", `"(streamproof\.[a-z.]+)"`, "", ""},
		{audit + "metrics/ProofMeters.java", `Gauge\.builder\("([a-z.]+)"`, "", ""},
		{audit + "metrics/TraceMeters.java", `Counter\.builder\(PREFIX \+ "(\w+)"`,
			"streamproof.audit.finding.traces.", "_total"},
		{audit + "metrics/TraceMeters.java", `Gauge\.builder\(PREFIX \+ "(\w+)"`,
			"streamproof.audit.finding.traces.", ""},
		{operator + "metric/StageMetric.java", `"(streamproof\.[a-z.]+)"`, "", "_total"},
		{telemetry + "FaultMetrics.java", `ENABLED = "([a-z.]+)"`, "", ""},
		{telemetry + "FaultMetrics.java", `STRUCK = "([a-z.]+)"`, "", "_total"},
		{telemetry + "TelemetryAutoConfiguration.java", `FunctionCounter\.builder\(SPANS \+ "(\w+)"`,
			"streamproof.spans.", "_total"},
		{telemetry + "MessagingMetrics.java", `DURATION = "([a-z.]+)"`, "", "_seconds"},
		{telemetry + "MessagingMetrics.java", `(?:SENT|CONSUMED) = "([a-z.]+)"`, "", "_total"},
	} {
		for _, name := range found(t, string(read(t, of.file)), of.pattern) {
			named(of.prefix, name[1], of.suffix)
		}
	}
	// Whether one of ingest is a counter or a gauge, only its use says.
	suffixes := map[string]string{"counter": "_total", "gauge": ""}
	code := sources(t, ingest)
	for _, metric := range found(t, code, `(?m)^  ([A-Z_]+)\("([a-z.]+)", "`) {
		for _, use := range found(t, code, `IngestMetric\.`+metric[1]+`\s*\.(counter|gauge)\(`) {
			named("streamproof.ingest.", metric[2], suffixes[use[1]])
		}
	}
	return all
}

// In Prometheus' spelling, Micrometer's, or as the operator's table has it.
func isListed(readmes, metric string) bool {
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
