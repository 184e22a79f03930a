package audit

import (
	"bufio"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"assay/cmd/verify/form"
)

// lines reads a text line by line, none of them long.
type lines struct {
	name string
	r    *bufio.Reader
	line int // of the last one, from 1
}

func newLines(name string, r io.Reader) *lines {
	return &lines{name: name, r: bufio.NewReaderSize(r, MaxLine)}
}

// next is the next line that is not blank, without its end; io.EOF after the last.
func (l *lines) next() (string, error) {
	for {
		text, err := l.r.ReadSlice('\n')
		l.line++
		switch {
		case errors.Is(err, bufio.ErrBufferFull):
			return "", fmt.Errorf("%s: line %d: more than %d bytes, want a row of numbers", l.name, l.line, MaxLine)
		case err != nil && !errors.Is(err, io.EOF):
			return "", fmt.Errorf("%s: line %d: cannot read: %w", l.name, l.line, err)
		case len(text) == 0:
			return "", io.EOF
		case !utf8.Valid(text):
			return "", fmt.Errorf("%s: line %d: not in UTF-8", l.name, l.line)
		}
		s := string(text)
		if l.line == 1 {
			s = strings.TrimPrefix(s, "\ufeff") // the mark of the byte order
		}
		if s = strings.TrimRight(s, "\r\n"); strings.TrimSpace(s) != "" {
			return s, nil
		}
		if err != nil {
			return "", io.EOF
		}
	}
}

// fields is the cells of a line of CSV.
func (l *lines) fields(line string) ([]string, error) {
	r := csv.NewReader(strings.NewReader(line))
	r.TrimLeadingSpace = true
	cells, err := r.Read()
	var bad *csv.ParseError
	if errors.As(err, &bad) {
		return nil, fmt.Errorf("%s: line %d, place %d: %w", l.name, l.line, bad.Column, bad.Err)
	}
	return cells, err
}

// readCSV reads the rows under a header.
func readCSV(l *lines, header string) (*table, error) {
	if !strings.Contains(header, ",") && strings.Contains(header, ";") {
		return nil, fmt.Errorf("%s: line 1: semicolons between the columns, want commas, and points in the numbers", l.name)
	}
	if !strings.Contains(header, ",") && strings.Contains(header, "\t") {
		return nil, fmt.Errorf("%s: line 1: tabs between the columns, want commas", l.name)
	}
	names, err := l.fields(header)
	if err != nil {
		return nil, err
	}
	if !slices.ContainsFunc(names, func(s string) bool { _, err := number(s); return err != nil }) {
		return nil, fmt.Errorf("%s: line %d: numbers, want a header such as run,tau or run,t,m", l.name, l.line)
	}
	t := &table{file: l.name}
	if t.columns, err = named(l.name, names); err != nil {
		return nil, err
	}
	for {
		line, err := l.next()
		if errors.Is(err, io.EOF) {
			return t, t.some()
		}
		if err != nil {
			return nil, err
		}
		cells, err := l.fields(line)
		if err != nil {
			return nil, err
		}
		if len(cells) != len(t.columns) {
			hint := ""
			if len(cells) > len(t.columns) {
				hint = "; a number has a decimal point, not a comma"
			}
			return nil, fmt.Errorf("%s: line %d: %s, want %d as in the header%s", l.name, l.line, form.Plural(len(cells), "cell"), len(t.columns), hint)
		}
		row := make([]float64, len(cells))
		t.rows, t.lines = append(t.rows, row), append(t.lines, l.line)
		for i, c := range cells {
			if row[i], err = number(c); err != nil {
				return nil, t.fail(len(t.rows)-1, i, "%v", err)
			}
		}
		if len(t.rows) > MaxRows {
			return nil, fmt.Errorf("%s: line %d: more than %d rows", l.name, l.line, MaxRows)
		}
	}
}

// readObjects reads one object a line, all with the names of the first.
func readObjects(l *lines, line string) (*table, error) {
	t := &table{file: l.name}
	for {
		names, cells, err := object(line)
		if err != nil {
			return nil, fmt.Errorf("%s: line %d: %w", l.name, l.line, err)
		}
		if t.columns == nil {
			if t.columns, err = named(l.name, names); err != nil {
				return nil, err
			}
		}
		row := make([]float64, len(t.columns))
		had := make([]bool, len(t.columns))
		t.rows, t.lines = append(t.rows, row), append(t.lines, l.line)
		for i, name := range names {
			k := t.column(strings.ToLower(strings.TrimSpace(name)))
			if k < 0 {
				return nil, fmt.Errorf("%s: line %d: name %q, want %s as in the first line", l.name, l.line, form.Line(shortened(name)), strings.Join(t.columns, ", "))
			}
			if had[k] {
				return nil, fmt.Errorf("%s: line %d: name %q twice", l.name, l.line, form.Line(shortened(name)))
			}
			had[k] = true
			if row[k], err = number(cells[i]); err != nil {
				return nil, t.fail(len(t.rows)-1, k, "%v", err)
			}
		}
		if k := slices.Index(had, false); k >= 0 {
			return nil, fmt.Errorf("%s: line %d: no %q, which the first line has", l.name, l.line, t.columns[k])
		}
		if len(t.rows) > MaxRows {
			return nil, fmt.Errorf("%s: line %d: more than %d rows", l.name, l.line, MaxRows)
		}
		line, err = l.next()
		if errors.Is(err, io.EOF) {
			return t, t.some()
		}
		if err != nil {
			return nil, err
		}
	}
}

// object is the names and values of a flat object.
func object(line string) (names, cells []string, err error) {
	d := json.NewDecoder(strings.NewReader(line))
	d.UseNumber()
	if tok, err := d.Token(); err != nil || tok != json.Delim('{') {
		return nil, nil, fmt.Errorf("want one JSON object a line, such as {\"run\": 0, \"tau\": 812}")
	}
	for d.More() {
		name, err := d.Token()
		if err != nil {
			return nil, nil, fmt.Errorf("place %d: not JSON", d.InputOffset())
		}
		value, err := d.Token()
		if err != nil {
			return nil, nil, fmt.Errorf("place %d: not JSON", d.InputOffset())
		}
		cell := ""
		switch v := value.(type) {
		case json.Delim:
			return nil, nil, fmt.Errorf("%q: an array or object, want a number", form.Line(shortened(name.(string))))
		case json.Number:
			cell = v.String()
		case string:
			cell = v
		case bool:
			cell = fmt.Sprint(v)
		}
		names, cells = append(names, name.(string)), append(cells, cell)
	}
	if _, err := d.Token(); err != nil {
		return nil, nil, fmt.Errorf("place %d: not JSON", d.InputOffset())
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return nil, nil, fmt.Errorf("place %d: more after the object", d.InputOffset())
	}
	return names, cells, nil
}

// some is an error for a table without rows.
func (t *table) some() error {
	if len(t.rows) == 0 {
		return fmt.Errorf("%s: a header and no rows", t.file)
	}
	return nil
}
