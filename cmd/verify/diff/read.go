package diff

import (
	"fmt"

	"assay/cmd/verify/report"
	"assay/props/strict"
)

// Read reads a report that verify --format json wrote; the path "-" is standard input. The
// error is one line that names the file and what is wrong with it.
func Read(path string) (*report.Document, error) {
	text, err := Contents(path)
	if err != nil {
		return nil, named(path, err)
	}
	return Parse(path, text)
}

// Parse reads a report from its text; path is what errors call it.
func Parse(path string, text []byte) (*report.Document, error) {
	var d report.Document
	err := strict.Decode(text, report.Schema, "verify --format json", &d)
	if err == nil {
		err = d.Validate()
	}
	if err != nil {
		return nil, named(path, err)
	}
	return &d, nil
}

func named(path string, err error) error {
	if path == Stdin {
		path = "standard input"
	}
	return fmt.Errorf("%s: %w", path, err)
}
