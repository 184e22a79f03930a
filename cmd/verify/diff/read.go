package diff

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"slices"

	"assay/cmd/verify/report"
	"assay/props"
)

// Read reads a report that verify --format json wrote. The error is one line
// that names the file and what is wrong with it.
func Read(path string) (*report.Document, error) {
	var d report.Document
	err := decode(path, report.Schema, "verify --format json", &d)
	if err == nil {
		err = validate(&d)
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return &d, nil
}

// decode reads a JSON object whose schema is known; writer is what writes it.
func decode(path, schema, writer string, into any) error {
	text, err := os.ReadFile(path)
	if err != nil {
		var file *os.PathError
		if errors.As(err, &file) {
			err = file.Err
		}
		return fmt.Errorf("cannot read: %w", err)
	}
	var head struct{ Schema any }
	var kind *json.UnmarshalTypeError
	switch err := json.Unmarshal(text, &head); {
	case errors.As(err, &kind):
		return fmt.Errorf("a JSON %s where an object with schema %q is wanted, as %s writes", kind.Value, schema, writer)
	case err != nil:
		return fmt.Errorf("not JSON: %w", err)
	case head.Schema == nil:
		return fmt.Errorf("no schema: want %q, as %s writes", schema, writer)
	case head.Schema != schema:
		return fmt.Errorf("schema %#v: want %q, as %s writes", head.Schema, schema, writer)
	}
	d := json.NewDecoder(bytes.NewReader(text))
	d.DisallowUnknownFields()
	if err := d.Decode(into); err != nil {
		return fmt.Errorf("not of schema %q: %w", schema, err)
	}
	return nil
}

// validate refuses a report that no run could have written.
func validate(d *report.Document) error {
	if _, err := props.ParseTier(d.Tier); err != nil {
		return err
	}
	if len(d.Claims) == 0 {
		return errors.New("no claims")
	}
	seen := map[string]bool{}
	for _, c := range d.Claims {
		switch {
		case c.ID == "" || seen[c.ID]:
			return fmt.Errorf("claim %q: want an id, each once", c.ID)
		case !slices.Contains([]props.Outcome{props.Holds, props.Refuted, props.Undecided, props.Open}, c.Verdict):
			return fmt.Errorf("claim %s: verdict %q: want HOLDS, REFUTED, UNDECIDED or OPEN", c.ID, c.Verdict)
		case c.Expected != "holds" && c.Expected != "erratum":
			return fmt.Errorf("claim %s: expected %q: want holds or erratum", c.ID, c.Expected)
		case c.AsExpected != (c.Expected == "holds" && c.Verdict == props.Holds || c.Expected == "erratum" && c.Verdict == props.Refuted):
			return fmt.Errorf("claim %s: as_expected is %t where %s was expected and the verdict is %s", c.ID, c.AsExpected, c.Expected, c.Verdict)
		}
		seen[c.ID] = true
	}
	return nil
}
