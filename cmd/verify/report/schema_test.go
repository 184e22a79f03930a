package report

import (
	"bytes"
	"encoding/json"
	"flag"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/jsonschema-go/jsonschema"

	"assay/cmd/verify/form"
	"assay/props"
)

var update = flag.Bool("update", false, "rewrite report.schema.json from the types")

const schemaFile = "report.schema.json"

// generated is the JSON Schema of a [Document], with the comments of its fields.
func generated(t *testing.T) *jsonschema.Schema {
	t.Helper()
	var outcomes []any
	for _, o := range []props.Outcome{props.Holds, props.Refuted, props.Undecided, props.Open} {
		outcomes = append(outcomes, string(o))
	}
	s, err := jsonschema.For[Document](&jsonschema.ForOptions{TypeSchemas: map[reflect.Type]*jsonschema.Schema{
		reflect.TypeFor[form.Number]():     {Types: []string{"null", "number"}},
		reflect.TypeFor[props.Outcome]():   {Type: "string", Enum: outcomes},
		reflect.TypeFor[json.RawMessage](): {Types: []string{"null", "object"}},
	}})
	if err != nil {
		t.Fatal(err)
	}
	s.Schema = "https://json-schema.org/draft/2020-12/schema"
	s.Title = Schema
	describe(s, reflect.TypeFor[Document](), comments(t))
	var version any = Schema
	s.Properties["schema"].Const = &version
	return s
}

// comments are what the sources say of each type and of each field of theirs, by "Type" and "Type.Field".
func comments(t *testing.T) map[string]string {
	t.Helper()
	says := map[string]string{}
	for _, file := range []string{"json.go", "facts.go", "run.go", "draws.go"} {
		f, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ParseComments)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(f, func(n ast.Node) bool {
			d, ok := n.(*ast.GenDecl)
			if !ok || d.Tok != token.TYPE {
				return true
			}
			for _, spec := range d.Specs {
				spec := spec.(*ast.TypeSpec)
				says[spec.Name.Name] = strings.Join(strings.Fields(d.Doc.Text()), " ")
				if fields, ok := spec.Type.(*ast.StructType); ok {
					for _, field := range fields.Fields.List {
						for _, name := range field.Names {
							says[spec.Name.Name+"."+name.Name] = strings.TrimSpace(field.Comment.Text())
						}
					}
				}
			}
			return true
		})
	}
	return says
}

// describe puts the comments into the schema of a type. An array is never null.
func describe(s *jsonschema.Schema, t reflect.Type, says map[string]string) {
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	switch {
	case t == reflect.TypeFor[json.RawMessage](): // an object of draws
	case t.Kind() == reflect.Slice:
		s.Type, s.Types = "array", nil
		describe(s.Items, t.Elem(), says)
	case t.Kind() == reflect.Struct:
		s.Description = says[t.Name()]
		for i := range t.NumField() {
			name, _, _ := strings.Cut(t.Field(i).Tag.Get("json"), ",")
			field := s.Properties[name]
			describe(field, t.Field(i).Type, says)
			if of := says[t.Name()+"."+t.Field(i).Name]; of != "" {
				field.Description = of
			}
		}
	}
}

// TestSchema: the schema that is committed is that of the types.
func TestSchema(t *testing.T) {
	var want bytes.Buffer
	if err := form.JSON(&want, generated(t)); err != nil {
		t.Fatal(err)
	}
	if *update {
		if os.Getenv("CI") != "" {
			t.Fatal("-update is refused where CI is set: what is generated there must be what was committed")
		}
		if err := os.WriteFile(schemaFile, want.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(schemaFile)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(unix(string(got)), want.String()); diff != "" {
		t.Errorf("%s is not current; if the change is meant, go test ./cmd/verify/report -run TestSchema -update (-committed +generated):\n%s", schemaFile, diff)
	}
}

// committed is the schema as a reader of reports has it.
func committed(t *testing.T) *jsonschema.Resolved {
	t.Helper()
	text, err := os.ReadFile(schemaFile)
	if err != nil {
		t.Fatal(err)
	}
	var s jsonschema.Schema
	if err := json.Unmarshal(text, &s); err != nil {
		t.Fatal(err)
	}
	r, err := s.Resolve(nil)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// TestSchemaHolds: every form a verdict takes is of the schema, and so is a run of nothing; a document
// with one thing wrong is not.
func TestSchemaHolds(t *testing.T) {
	schema := committed(t)
	interrupted := everything()
	interrupted.Interrupted = true
	for name, r := range map[string]*Run{"everything": everything(), "interrupted": interrupted, "nothing": {}} {
		if err := schema.Validate(document(t, r)); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	claim := func(d map[string]any, i int) map[string]any { return d["claims"].([]any)[i].(map[string]any) }
	for name, spoil := range map[string]func(map[string]any){
		"another version":         func(d map[string]any) { d["schema"] = "assay report 0" },
		"a field is gone":         func(d map[string]any) { delete(d, "seed") },
		"a field too many":        func(d map[string]any) { d["extra"] = 1. },
		"a text for a number":     func(d map[string]any) { d["budget"] = "small" },
		"a seed that is not":      func(d map[string]any) { d["seed"] = -1. },
		"null for an array":       func(d map[string]any) { d["claims"] = nil },
		"no such verdict":         func(d map[string]any) { claim(d, 0)["verdict"] = "PROVED" },
		"null for a text":         func(d map[string]any) { claim(d, 0)["at"] = nil },
		"rows of another kind":    func(d map[string]any) { claim(d, 1)["rows"] = []any{1.} },
		"draws in words":          func(d map[string]any) { claim(d, 0)["counterexample_draws"] = "eta = 1" },
		"a row that has no draws": func(d map[string]any) { delete(claim(d, 1)["rows"].([]any)[0].(map[string]any), "draws") },
	} {
		d := document(t, everything())
		spoil(d)
		if err := schema.Validate(d); err == nil {
			t.Errorf("%s: passes", name)
		}
	}
}

// document is a run in JSON as any reader has it.
func document(t *testing.T, r *Run) (d map[string]any) {
	t.Helper()
	var out bytes.Buffer
	if err := r.JSON(&out); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(out.Bytes(), &d); err != nil {
		t.Fatal(err)
	}
	return d
}

// TestDrawn: what is a number is one, and what cannot be told apart is left out.
func TestDrawn(t *testing.T) {
	got := drawn("f = x², N = 1000, δ = 1e-05, w = (1, v = 2), N' = 3; a = 1, b = [2 3]; a = 2")
	want := Draws{"N": 1000, "δ": 1e-5, "N'": 3}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
