// Package strict reads JSON documents that people and programs hand about: reports, timings, cases
// that are kept. What a reader would have to guess is refused, in one line: another encoding, another
// schema, an unknown field, a key twice, a text that a terminal would obey.
//
// The package must not know what the documents say.
package strict

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Schema is the schema that a text states, or an error that names the schemas wanted and what
// writes them. The text may begin with a byte order mark of UTF-8.
func Schema(text []byte, writer string, wanted ...string) (string, error) {
	if err := Encoding(text); err != nil {
		return "", err
	}
	if !utf8.Valid(text) {
		return "", errors.New("not UTF-8")
	}
	want := fmt.Sprintf("%q", wanted[0])
	for _, w := range wanted[1:] {
		want += fmt.Sprintf(" or %q", w)
	}
	var head struct{ Schema any }
	var kind *json.UnmarshalTypeError
	switch err := json.Unmarshal(plainText(text), &head); {
	case errors.As(err, &kind):
		return "", fmt.Errorf("a JSON %s where an object with schema %s is wanted, as %s writes", kind.Value, want, writer)
	case err != nil:
		return "", fmt.Errorf("not JSON: %w", err)
	case head.Schema == nil:
		return "", fmt.Errorf("no schema: want %s, as %s writes", want, writer)
	}
	for _, w := range wanted {
		if head.Schema == w {
			return w, nil
		}
	}
	return "", fmt.Errorf("schema %q: want %s, as %s of this version writes", fmt.Sprint(head.Schema), want, writer)
}

// Decode reads a JSON object of a schema; writer is what writes it. Lines may end in CR LF, and a
// byte order mark of UTF-8 is passed over.
func Decode(text []byte, schema, writer string, into any) error {
	if _, err := Schema(text, writer, schema); err != nil {
		return err
	}
	text = plainText(text)
	if err := plain(json.NewDecoder(bytes.NewReader(text)), ""); err != nil {
		return err
	}
	d := json.NewDecoder(bytes.NewReader(text))
	d.DisallowUnknownFields()
	if err := d.Decode(into); err != nil {
		return fmt.Errorf("not of schema %q: %w", schema, err)
	}
	return nil
}

// plainText is a text without the byte order mark of UTF-8.
func plainText(text []byte) []byte { return bytes.TrimPrefix(text, []byte("\xef\xbb\xbf")) }

// Encoding refuses what begins as UTF-16 or UTF-32 does: Windows PowerShell writes UTF-16 where a shell is told > FILE.
func Encoding(text []byte) error {
	text = plainText(text)
	switch {
	case bytes.HasPrefix(text, []byte("\xff\xfe")) || bytes.HasPrefix(text, []byte("\xfe\xff")):
		return errors.New("text in UTF-16, by its byte order mark: want UTF-8")
	case bytes.IndexByte(text[:min(len(text), 2)], 0) >= 0:
		return errors.New("text in UTF-16 or UTF-32, by its zero bytes: want UTF-8")
	}
	return nil
}

// plain refuses a value with a key twice in an object, of which a reader keeps one and
// nobody knows which, and with a text that a terminal would obey. place is where it stands.
func plain(d *json.Decoder, place string) error {
	token, err := d.Token()
	if err != nil {
		return fmt.Errorf("not JSON: %w", err)
	}
	if s, ok := token.(string); ok {
		return printable(s, place)
	}
	open, ok := token.(json.Delim)
	if !ok {
		return nil
	}
	keys := map[string]bool{}
	for i := 0; d.More(); i++ {
		inside := fmt.Sprintf("%s[%d]", place, i)
		if open == '{' {
			key, err := d.Token()
			if err != nil {
				return fmt.Errorf("not JSON: %w", err)
			}
			name := fmt.Sprint(key)
			folded := strings.ToLower(name) // encoding/json takes Seed for seed
			if keys[folded] {
				return fmt.Errorf("the key %q is twice in %s", name, object(place))
			}
			if err := printable(name, place); err != nil {
				return err
			}
			keys[folded], inside = true, place+"."+name
		}
		if err := plain(d, inside); err != nil {
			return err
		}
	}
	_, err = d.Token() // the end
	return err
}

func object(place string) string {
	if place == "" {
		return "the object"
	}
	return place[1:]
}

func printable(s, place string) error {
	for _, r := range s {
		if !unicode.IsPrint(r) {
			return fmt.Errorf("the character %U in the text %q of %s: want printable ones", r, s, object(place))
		}
	}
	return nil
}
