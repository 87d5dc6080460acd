package k8s

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"sigs.k8s.io/kustomize/api/krusty"
	"sigs.k8s.io/kustomize/kyaml/filesys"
	"sigs.k8s.io/yaml"
)

const root = "../.."

// An object as it is sent to Kubernetes.
type object struct {
	Kind     string
	Metadata struct {
		Name      string
		Namespace string
		Labels    map[string]string
	}
	json []byte
}

func (o object) String() string {
	return o.Kind + " " + o.Metadata.Name
}

func (o object) into(t *testing.T, target any) {
	t.Helper()
	if err := yaml.Unmarshal(o.json, target); err != nil {
		t.Fatalf("%s: %v", o, err)
	}
}

// A deployment is an overlay with components added to it, as a user's own overlay would.
type deployment struct {
	overlay    string
	components []string
}

func (d deployment) String() string {
	return strings.Join(append([]string{d.overlay}, d.components...), "+")
}

var (
	local      = deployment{overlay: "local"}
	production = deployment{overlay: "production"}
	namespaces = map[string]string{"local": "streamproof-local", "production": "streamproof"}
	optional   = map[string][]string{
		"local": {
			"components/monitoring", "components/autoscaling", "components/fault-injection",
			"pipelines/flights/autoscaling",
		},
		"production": {
			"components/monitoring", "components/autoscaling", "pipelines/flights/autoscaling-sasl",
		},
	}
)

// Each overlay with each choice of its components.
func deployments() []deployment {
	var all []deployment
	for _, overlay := range []string{"local", "production"} {
		components := optional[overlay]
		for choice := range 1 << len(components) {
			chosen := deployment{overlay: overlay}
			for i, component := range components {
				if choice&(1<<i) != 0 {
					chosen.components = append(chosen.components, component)
				}
			}
			all = append(all, chosen)
		}
	}
	return all
}

func eachDeployment(t *testing.T, check func(t *testing.T, objects []object)) {
	for _, d := range deployments() {
		t.Run(d.String(), func(t *testing.T) { check(t, render(t, d)) })
	}
}

var rendered sync.Map

func render(t *testing.T, d deployment) []object {
	t.Helper()
	if known, ok := rendered.Load(d.String()); ok {
		return known.([]object)
	}
	objects, err := build(d)
	if err != nil {
		t.Fatal(err)
	}
	rendered.Store(d.String(), objects)
	return objects
}

func build(d deployment) ([]object, error) {
	files, err := tree()
	if err != nil {
		return nil, err
	}
	return buildFrom(files, d)
}

func buildFrom(files filesys.FileSystem, d deployment) ([]object, error) {
	kustomization := fmt.Sprintf("namespace: %s\nresources: [../overlays/%s]\ncomponents: [%s]\n",
		namespaces[d.overlay], d.overlay, strings.Join(above(d.components), ", "))
	if err := files.WriteFile("/k8s/test/kustomization.yaml", []byte(kustomization)); err != nil {
		return nil, err
	}
	resources, err := krusty.MakeKustomizer(krusty.MakeDefaultOptions()).Run(files, "/k8s/test")
	if err != nil {
		return nil, err
	}
	var objects []object
	for _, resource := range resources.Resources() {
		o := object{}
		if o.json, err = resource.MarshalJSON(); err != nil {
			return nil, err
		}
		if err = yaml.Unmarshal(o.json, &o); err != nil {
			return nil, err
		}
		objects = append(objects, o)
	}
	return objects, nil
}

func above(components []string) []string {
	var paths []string
	for _, component := range components {
		paths = append(paths, "../"+component)
	}
	return paths
}

// The folder in memory, with secrets beside it as a user's make-secrets leaves them.
func tree() (filesys.FileSystem, error) {
	files := filesys.MakeFsInMemory()
	err := filepath.WalkDir("..", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			if entry != nil && (entry.Name() == "test" || entry.Name() == "secrets") {
				return fs.SkipDir
			}
			return err
		}
		content, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		return files.WriteFile(filepath.Join("/k8s", strings.TrimPrefix(path, "..")), content)
	})
	for _, secret := range []string{"ingest-tokens", "audit-tokens", "postgresql-password"} {
		if err == nil {
			err = files.WriteFile("/k8s/overlays/local/secrets/"+secret, []byte("made by the test"))
		}
	}
	return files, err
}

func read(t *testing.T, path string) []byte {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(root, path))
	if err != nil {
		t.Fatal(err)
	}
	return content
}

func ofKind(objects []object, kind string) []object {
	var found []object
	for _, o := range objects {
		if o.Kind == kind {
			found = append(found, o)
		}
	}
	return found
}
