package k8s

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// What each user may do, as "what name how: operations", and nothing else.
func rights(t *testing.T, o object) []string {
	t.Helper()
	var user struct {
		Spec struct {
			Authorization struct {
				Acls []struct {
					Resource   struct{ Type, Name, PatternType string }
					Operations []string
				}
			}
		}
	}
	o.into(t, &user)
	var rights []string
	for _, acl := range user.Spec.Authorization.Acls {
		rights = append(rights, strings.TrimSpace(fmt.Sprintf("%s %s %s", acl.Resource.Type,
			acl.Resource.Name, acl.Resource.PatternType))+": "+strings.Join(acl.Operations, " "))
	}
	slices.Sort(rights)
	return rights
}

func expectedRights(pipeline specification) map[string][]string {
	topic := func(name, operations string) string {
		return "topic " + pipeline.Name + "." + name + ": " + operations
	}
	expected := map[string][]string{
		"streamproof-ingest": {topic("source", "Write Describe DescribeConfigs"), topic("claims", "Write Describe DescribeConfigs")},
		"streamproof-audit": {
			"topic " + pipeline.Name + ". prefix: Read Describe DescribeConfigs",
			"group " + pipeline.Name + "- prefix: Describe",
			"group streamproof-audit: Read"},
	}
	for i, stage := range pipeline.Stages {
		group := pipeline.Name + "-" + stage.Name
		written := stage.To
		if written == "" {
			written = stage.Name
		}
		rights := []string{
			"topic " + pipeline.topicRead(i) + ": Read Describe DescribeConfigs",
			topic(written, "Read Write Describe DescribeConfigs"),
			topic(stage.Name+"-dlt", "Read Write Describe DescribeConfigs"),
			"group " + group + ": Read",
			"transactionalId " + group + "- prefix: Write Describe",
		}
		if stage.remembers() {
			rights = append(rights,
				"topic "+group+"- prefix: Create Read Write Describe DescribeConfigs")
		}
		expected["streamproof-"+group] = rights
	}
	return expected
}

func TestEachServiceMayDoWhatItHasToAndNothingElse(t *testing.T) {
	expected := expectedRights(flights(t))
	objects := render(t, production)
	users := ofKind(objects, "KafkaUser")
	for _, user := range users {
		slices.Sort(expected[user.Metadata.Name])
		if may := rights(t, user); !slices.Equal(may, expected[user.Metadata.Name]) {
			t.Errorf("%s may %q, and should %q", user, may, expected[user.Metadata.Name])
		}
	}
	if len(users) != len(expected) {
		t.Errorf("users: %v", users)
	}
	for _, w := range services(t, objects) {
		if !slices.Contains(references(w), "Secret "+w.Metadata.Name) || expected[w.Metadata.Name] == nil {
			t.Errorf("%s does not show who it is", w)
		}
	}
}

func TestNothingOfStrimziIsForAnotherCluster(t *testing.T) {
	for _, d := range deployments() {
		for _, o := range render(t, d) {
			if strings.HasPrefix(o.Kind, "Kafka") && o.Metadata.Labels["strimzi.io/cluster"] != "kafka" {
				t.Errorf("%s of %s: %v", o, d, o.Metadata.Labels)
			}
		}
	}
}
