package k8s

import (
	"regexp"
	"slices"
	"strings"
	"testing"
)

var sql = regexp.MustCompile("(?s)```sql\n(.*?)```")

// The statements of docs/TLS.md, which a test runs against a real database, each in one line.
func documentedStatements(t *testing.T) []string {
	t.Helper()
	var all []string
	for _, block := range sql.FindAllStringSubmatch(string(read(t, "docs/TLS.md")), -1) {
		for _, statement := range strings.Split(block[1], ";") {
			if words := strings.Fields(statement); len(words) > 0 {
				all = append(all, strings.Join(words, " "))
			}
		}
	}
	return all
}

func TestTheLedgersRolesAreThoseOfTheDocumentation(t *testing.T) {
	var cluster struct {
		Spec struct {
			Bootstrap struct {
				Initdb struct {
					Database, Owner                     string
					PostInitSQL, PostInitApplicationSQL []string
				}
			}
		}
	}
	ofKind(render(t, production), "Cluster")[0].into(t, &cluster)
	made := cluster.Spec.Bootstrap.Initdb
	// CloudNativePG makes the first role and the database by itself.
	statements := append([]string{"create role " + made.Owner + " login"}, made.PostInitSQL...)
	statements = append(statements, "create database "+made.Database)
	statements = append(statements, made.PostInitApplicationSQL...)
	if documented := documentedStatements(t); !slices.Equal(statements, documented) {
		t.Errorf("made by %q, documented as %q", statements, documented)
	}
}
