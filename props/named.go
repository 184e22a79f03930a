package props

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"reflect"
	"slices"
	"strconv"
	"strings"
)

// draw is one field of a case under the name that [Describe] gives it.
type draw struct {
	name  string
	value reflect.Value
}

// drawsOf is the fields of a case in order, those of embedded structs in their place. The tag
// `draw` names a field, "-" leaves it out.
func drawsOf(v reflect.Value) (draws []draw) {
	for i := range v.NumField() {
		field := v.Type().Field(i)
		if field.Anonymous && field.Type.Kind() == reflect.Struct {
			draws = append(draws, drawsOf(v.Field(i))...)
			continue
		}
		switch tag := field.Tag.Get("draw"); tag {
		case "-":
		case "":
			draws = append(draws, draw{field.Name, v.Field(i)})
		default:
			draws = append(draws, draw{tag, v.Field(i)})
		}
	}
	return draws
}

// drawsByName is the draws of a case, one by the name "case" if it is no struct; or why they cannot be
// told by name: one is not exported or is neither a number, a text, a truth value nor a list of these,
// or two have one name.
func drawsByName(v reflect.Value) ([]draw, error) {
	draws := []draw{{"case", v}}
	if v.Kind() == reflect.Struct {
		draws = drawsOf(v)
	}
	seen := map[string]bool{}
	for _, d := range draws {
		kind := d.value.Type()
		for kind.Kind() == reflect.Slice {
			kind = kind.Elem()
		}
		switch kind.Kind() {
		case reflect.Float64, reflect.Int, reflect.Bool, reflect.String:
		default:
			return nil, fmt.Errorf("the draw %q is of type %v: want numbers, texts, truth values or lists of them", d.name, d.value.Type())
		}
		folded := strings.ToLower(d.name) // a document may not have two keys that differ in case only
		if !d.value.CanInterface() || seen[folded] {
			return nil, fmt.Errorf("the draw %q: want an exported field with a name of its own", d.name)
		}
		seen[folded] = true
	}
	return draws, nil
}

// encode is a case as a JSON object of its draws, in their order, on one line. A number is
// the shortest decimal that is read back as it was.
func encode[C any](c C) (json.RawMessage, error) {
	draws, err := drawsByName(reflect.ValueOf(c))
	if err != nil {
		return nil, err
	}
	parts := make([]string, len(draws))
	for i, d := range draws {
		value, err := encodeValue(d.value)
		if err != nil {
			return nil, fmt.Errorf("the draw %q is %w", d.name, err)
		}
		parts[i] = quoted(d.name) + ": " + value
	}
	return json.RawMessage("{" + strings.Join(parts, ", ") + "}"), nil
}

func encodeValue(v reflect.Value) (string, error) {
	switch v.Kind() {
	case reflect.Slice:
		items := make([]string, v.Len())
		for i := range items {
			item, err := encodeValue(v.Index(i))
			if err != nil {
				return "", err
			}
			items[i] = item
		}
		return "[" + strings.Join(items, ", ") + "]", nil
	case reflect.String:
		return quoted(v.String()), nil
	case reflect.Float64:
		if x := v.Float(); math.IsNaN(x) || math.IsInf(x, 0) {
			return "", fmt.Errorf("%v: want a finite number", x)
		}
		return strconv.FormatFloat(v.Float(), 'g', -1, 64), nil
	}
	return fmt.Sprint(v), nil
}

// quoted is a text in JSON, with the signs < and > as they are.
func quoted(s string) string {
	var out strings.Builder
	e := json.NewEncoder(&out)
	e.SetEscapeHTML(false)
	_ = e.Encode(s) // a text, into memory: no error
	return strings.TrimSuffix(out.String(), "\n")
}

// decode is the case of a JSON object of draws: those of C, each once and no other.
func decode[C any](object json.RawMessage) (c C, err error) {
	draws, err := drawsByName(reflect.ValueOf(&c).Elem())
	if err != nil {
		return c, err
	}
	var given map[string]json.RawMessage
	if err := json.Unmarshal(object, &given); err != nil || given == nil {
		return c, errors.New("want an object of draws")
	}
	names := make([]string, len(draws))
	for i, d := range draws {
		names[i] = d.name
	}
	for name := range given {
		if !slices.Contains(names, name) {
			return c, fmt.Errorf("the draw %q is none of its check: want %s", name, strings.Join(names, ", "))
		}
	}
	for _, d := range draws {
		value, ok := given[d.name]
		if !ok {
			return c, fmt.Errorf("no draw %q: want %s", d.name, strings.Join(names, ", "))
		}
		if err := decodeValue(value, d.value); err != nil {
			return c, fmt.Errorf("the draw %q is %w", d.name, err)
		}
	}
	return c, nil
}

// decodeValue sets v. A list without items is the zero list.
func decodeValue(given json.RawMessage, v reflect.Value) error {
	wrong := func() error { return fmt.Errorf("%s: want %s", given, wanted[v.Kind()]) }
	if v.Kind() == reflect.Slice {
		var items []json.RawMessage
		if json.Unmarshal(given, &items) != nil || items == nil {
			return wrong()
		}
		if len(items) == 0 {
			v.SetZero()
			return nil
		}
		v.Set(reflect.MakeSlice(v.Type(), len(items), len(items)))
		for i, item := range items {
			if err := decodeValue(item, v.Index(i)); err != nil {
				return err
			}
		}
		return nil
	}
	if string(given) == "null" || json.Unmarshal(given, v.Addr().Interface()) != nil { // null would be read as 0
		return wrong()
	}
	return nil
}

var wanted = map[reflect.Kind]string{
	reflect.Slice: "a list", reflect.Float64: "a number of float64", reflect.Int: "a whole number",
	reflect.Bool: "true or false", reflect.String: "a text",
}
