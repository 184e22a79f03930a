package expression

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/agext/levenshtein"
	"github.com/expr-lang/expr/ast"
	"github.com/expr-lang/expr/file"
	"github.com/expr-lang/expr/parser"
	"github.com/expr-lang/expr/parser/lexer"
)

// read is the syntax tree of a text. The tokens are examined before the parser sees them: of its
// language only arithmetic and calls of known functions get through.
func read(text string) (ast.Node, *Error) {
	if !utf8.ValidString(text) {
		return nil, &Error{text, 0, "not UTF-8"}
	}
	if text == "" {
		return nil, &Error{text, 0, "nothing to read, want a function of x such as x^3 - 3*x"}
	}
	for _, comment := range []string{"//", "/*"} {
		if before, _, found := strings.Cut(text, comment); found {
			return nil, &Error{text, utf8.RuneCountInString(before), fmt.Sprintf("%q, want one operator", comment)}
		}
	}
	tokens, err := lexer.Lex(file.NewSource(text))
	if err != nil {
		return nil, lexical(text, err)
	}
	if err := examineTokens(text, tokens); err != nil {
		return nil, err
	}
	tree, err := parser.Parse(text)
	if err != nil {
		return nil, foreign(text, err)
	}
	return tree.Node, nil
}

// replaced is what to type for characters that are not read.
var replaced = map[rune]string{
	'−': "-", '–': "-", '·': "*", '×': "*", '⋅': "*", '÷': "/", '√': "sqrt( )", '²': "^2", '³': "^3", '⁴': "^4", '|': "abs( )",
}

// lexical is the error of a text that has no tokens.
func lexical(text string, err error) *Error {
	e := foreign(text, err)
	runes := []rune(text)
	if e.At < len(runes) {
		if want, found := replaced[runes[e.At]]; found {
			e.Message = fmt.Sprintf("%q is not read, write %s", runes[e.At], want)
			return e
		}
	}
	if _, number, found := strings.Cut(e.Message, "bad number syntax: "); found {
		if number, err := strconv.Unquote(number); err == nil {
			e.Message = fmt.Sprintf("no number begins with %q; a product needs its sign, as in 2*x", number)
		}
	}
	return e
}

// foreign is an error of the parser in our form.
func foreign(text string, err error) *Error {
	var at *file.Error
	if !errors.As(err, &at) {
		return &Error{text, 0, err.Error()}
	}
	message := at.Message
	place := at.From
	switch {
	case strings.HasPrefix(message, "unexpected token EOF"), strings.HasPrefix(message, "unexpected end"):
		message, place = "ends too soon", utf8.RuneCountInString(text)
	case strings.HasPrefix(message, "unexpected token "):
		message = "not expected here"
	}
	return &Error{text, place, message}
}

// examineTokens refuses what is not arithmetic, a product without its sign, unknown names and deep
// parentheses.
func examineTokens(text string, tokens []lexer.Token) *Error {
	depth := 0
	ends := false // the token before ends a factor
	for i, t := range tokens {
		fail := func(format string, args ...any) *Error { return &Error{text, t.From, fmt.Sprintf(format, args...)} }
		calls := t.Kind == lexer.Identifier && i+1 < len(tokens) && tokens[i+1].Is(lexer.Bracket, "(")
		opens := t.Is(lexer.Bracket, "(")
		begins := t.Kind == lexer.Number || t.Kind == lexer.Identifier || opens
		called := opens && i > 0 && tokens[i-1].Kind == lexer.Identifier && functions[tokens[i-1].Value] != nil
		switch {
		case begins && ends && !called:
			return fail("a product needs its sign, as in 2*x")
		case t.Kind == lexer.EOF:
		case t.Kind == lexer.Number:
			if _, err := strconv.ParseFloat(t.Value, 64); err != nil {
				return fail("%s is not a number that is read, such as 2, .5 or 1e-3", t.Value)
			}
			if _, err := strconv.ParseInt(t.Value, 10, 32); err != nil && !strings.ContainsAny(t.Value, ".eE") {
				return fail("%s is too long for a whole number, write %s.0", t.Value, t.Value)
			}
		case t.Kind == lexer.Identifier && functions[t.Value] != nil && !calls:
			return fail("%s needs its arguments: %s", t.Value, functions[t.Value].usage(t.Value))
		case t.Kind == lexer.Identifier && functions[t.Value] == nil && t.Value != "x" && !known(t.Value):
			return fail("unknown name %s%s", t.Value, suggestion(t.Value))
		case t.Kind == lexer.Identifier:
		case opens:
			if depth++; depth > MaxDepth {
				return fail("parentheses deeper than %d", MaxDepth)
			}
		case t.Is(lexer.Bracket, ")"):
			if depth--; depth < 0 {
				return fail("no parenthesis is open here")
			}
		case t.Kind == lexer.Operator && slices.Contains([]string{"+", "-", "*", "/", "^", "**", ","}, t.Value):
		case t.Kind == lexer.Operator || t.Kind == lexer.Bracket:
			return fail("%s is not read, want numbers, x, + - * / ^, parentheses and functions", t.Value)
		default:
			return fail("text in quotes is not read")
		}
		ends = t.Kind == lexer.Number || t.Kind == lexer.Identifier || t.Is(lexer.Bracket, ")")
	}
	return nil
}

func known(name string) bool { _, found := constants[name]; return found }

// suggestion is the known name closest to one that is not, if one is close, else all names.
func suggestion(name string) string {
	names := slices.Sorted(maps.Keys(functions))
	names = append(names, slices.Sorted(maps.Keys(constants))...)
	names = append(names, "x")
	lower := strings.ToLower(name)
	best, distance := "", len(name)
	for _, n := range names {
		if d := levenshtein.Distance(lower, n, nil); d < distance {
			best, distance = n, d
		}
	}
	if 3*distance <= len(name)+1 {
		return ", did you mean " + best + "?"
	}
	return ", want one of " + strings.Join(names, ", ")
}
