package mathml

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// class is what a token is before its neighbours are looked at, and after.
type class uint8

const (
	text     class = iota // words, and the punctuation that belongs to them
	space                 // one or more spaces
	word                  // Latin letters, to be settled: text, function or letters
	name                  // an identifier: a letter with its accents, or a function
	product               // two letters side by side
	number                // digits
	operator              // any other sign
	opening               // ( [ { ⟨ ⌊ ⌈
	closing               // their counterparts
	stop                  // , ; : . ? !
	prime                 // ' ′ ″
	raised                // Unicode superscripts, as their plain text
	lowered               // Unicode subscripts, as their plain text
	caret                 // ^
	lowline               // _
)

type token struct {
	class class
	text  string
}

const (
	superscripts = "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᵀ"
	superplain   = "0123456789+−=()abcdefghijklmnoprstuvwxyzT"
	subscripts   = "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓᵦᵧᵨᵩᵪ"
	subplain     = "0123456789+−=()aehijklmnoprstuvxβγρφχ"
)

// plain is the counterpart of r in a script alphabet, or 0.
func plain(r rune, alphabet, counterparts string) rune {
	i := slices.Index([]rune(alphabet), r)
	if i < 0 {
		return 0
	}
	return []rune(counterparts)[i]
}

// functions are the words that are mathematics where mathematics follows.
var functions = set(`log ln exp sin cos tan sec cot asin acos atan arcsin arccos arctan
	sinh cosh tanh sign sgn erf erfc sup inf max min lim liminf limsup argmin argmax
	arg det tr diag rank dim span abs median mean Var Cov Pr Beta Gamma He Re Im mod`)

func set(words string) map[string]bool {
	in := map[string]bool{}
	for _, w := range strings.Fields(words) {
		in[w] = true
	}
	return in
}

var (
	identifier = regexp.MustCompile(`^[a-z]{3,}[a-z0-9]*(-[a-z0-9]+)*/[a-z][a-z0-9]*([-.][a-z0-9]+)*`)
	decimal    = regexp.MustCompile(`^\d+(\.\d+)?(e[-+−]?\d+)?`)
)

// latin reports whether r is a letter of words. Script letters, which Unicode
// counts as Latin too, are not.
func latin(r rune) bool {
	return unicode.Is(unicode.Latin, r) && !strings.ContainsRune(superscripts+subscripts, r)
}

// lex splits s into tokens. The texts of the tokens, scripts apart, join to s.
func lex(s string) (tokens []token) {
	for s != "" {
		class, n := next(s)
		piece := s[:n]
		switch class {
		case raised:
			piece = translate(piece, superscripts, superplain)
		case lowered:
			piece = translate(piece, subscripts, subplain)
		}
		tokens = append(tokens, token{class, piece})
		s = s[n:]
	}
	return tokens
}

func translate(s, alphabet, counterparts string) string {
	return strings.Map(func(r rune) rune { return plain(r, alphabet, counterparts) }, s)
}

// next is the class and the length in bytes of the first token of s.
func next(s string) (class, int) {
	r, n := utf8.DecodeRuneInString(s)
	switch {
	case unicode.IsSpace(r):
		return space, run(s, unicode.IsSpace)
	case latin(r):
		if id := identifier.FindString(s); id != "" && !functions[id[:strings.IndexByte(id, '/')]] {
			return text, len(id)
		}
		return letters(s)
	case unicode.IsDigit(r) && r < utf8.RuneSelf:
		return number, len(decimal.FindString(s))
	case unicode.IsNumber(r) && strings.ContainsRune("½⅓⅔¼¾⅕⅙⅛", r):
		return number, n
	case plain(r, superscripts, superplain) != 0:
		return raised, run(s, func(r rune) bool { return plain(r, superscripts, superplain) != 0 })
	case plain(r, subscripts, subplain) != 0:
		return lowered, run(s, func(r rune) bool { return plain(r, subscripts, subplain) != 0 })
	case unicode.IsLetter(r):
		return name, n + run(s[n:], accent)
	case r == '^':
		return caret, n
	case r == '_':
		return lowline, n
	}
	switch {
	case strings.ContainsRune("'′″", r):
		return prime, n
	case strings.ContainsRune("([{⟨⌊⌈", r):
		return opening, n
	case strings.ContainsRune(")]}⟩⌋⌉", r):
		return closing, n
	case strings.ContainsRune(",;:.?!", r):
		return stop, n
	case strings.ContainsRune("&\"“”‘’—–§", r):
		return text, n
	}
	return operator, n + run(s[n:], accent)
}

// letters is a word, with inner apostrophes, or a single letter with its accents.
func letters(s string) (class, int) {
	n := run(s, latin)
	_, first := utf8.DecodeRuneInString(s)
	if accents := run(s[n:], accent); n == first || accents > 0 {
		return name, first + run(s[first:], accent)
	}
	for strings.HasPrefix(s[n:], "'") {
		more := run(s[n+1:], latin)
		if more == 0 {
			break
		}
		n += 1 + more
	}
	return word, n
}

func accent(r rune) bool { return unicode.Is(unicode.Mn, r) }

// run is the length in bytes of the longest prefix of runes of s that satisfy in.
func run(s string, in func(rune) bool) int {
	if i := strings.IndexFunc(s, func(r rune) bool { return !in(r) }); i >= 0 {
		return i
	}
	return len(s)
}
