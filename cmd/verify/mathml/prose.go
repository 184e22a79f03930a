package mathml

import (
	"html/template"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// piece is a part of prose that is set apart, in the order in which they are tried: the name of a
// claim, a word or a symbol with its accents, a number, and a sign that raises or lowers with what it governs
// where that is no group in braces.
var piece = regexp.MustCompile(`^(?:(?P<name>[a-z]{3,}[a-z0-9]*(?:-[a-z0-9]+)*/[a-z][a-z0-9]*(?:[-.][a-z0-9]+)*)` +
	`|(?P<word>` + latin + `(?:` + latin + `|\p{Mn})+(?:'` + latin + `+)?|\p{L}\p{Mn}*)|(?P<number>[0-9][0-9.]*(?:` + latin + `|\p{Mn})*)` +
	`|[\^_](?P<script>[+−-]?(?:[\p{L}\p{Mn}]+|[0-9]+)|[\p{Sm}*]))`)

// latin is a letter of words; letters of other alphabets stand for themselves.
const latin = `[A-Za-zÀ-ÖØ-öø-ÿ]`

// primed is what an apostrophe after it makes a derivative or the next value of.
var primed = regexp.MustCompile(`^[₀-₉)]$`)

// before is the signs that stay on the line of what they follow.
const before = "=≠<>≤≥≪≫≲≳≈≡~∼≃∝∈∉→↦⇒⇔+−±·×"

// Prose is s as HTML. No character is lost but the signs ^ and _ that raise or lower something,
// with the braces around it; an apostrophe after mathematics is a prime. Spaces before relations and
// operators do not break.
func Prose(s string) template.HTML {
	var out strings.Builder
	prose(&out, strings.ToValidUTF8(s, "\uFFFD"))
	return template.HTML(out.String())
}

func prose(out *strings.Builder, s string) {
	past := "" // the word before, with what follows it
	for s != "" {
		if s[0] == '^' || s[0] == '_' {
			if inner, rest, ok := braced(s[1:]); ok {
				raise(out, s[0], inner)
				s, past = rest, ""
				continue
			}
		}
		m := piece.FindStringSubmatch(s)
		if m == nil {
			r, n := utf8.DecodeRuneInString(s)
			next, _ := utf8.DecodeRuneInString(s[n:])
			last, _ := utf8.DecodeLastRuneInString(past)
			switch {
			case r == ' ' && strings.ContainsRune(before, next):
				out.WriteString("\u00a0")
			case r == '\'' && (strings.HasSuffix(out.String(), ">") || primed.MatchString(string(last)) || last == '\''):
				out.WriteString("′")
			default:
				out.WriteString(template.HTMLEscapeString(s[:n]))
			}
			past += s[:n]
			s = s[n:]
			continue
		}
		switch all, script := m[0], m[piece.SubexpIndex("script")]; {
		case script != "":
			raise(out, all[0], script)
			past = ""
		case m[piece.SubexpIndex("word")] != "" && symbol(all) && !article(all, past, s[len(all):]):
			out.WriteString("<var>" + template.HTMLEscapeString(all) + "</var>")
			past = ""
		default:
			out.WriteString(template.HTMLEscapeString(all))
			past = all
		}
		s = s[len(m[0]):]
	}
}

func raise(out *strings.Builder, sign byte, inner string) {
	tag := "sup"
	if sign == '_' {
		tag = "sub"
	}
	out.WriteString("<" + tag + ">")
	prose(out, inner)
	out.WriteString("</" + tag + ">")
}

// braced is the inside of the group in braces that s begins with, and what follows it.
func braced(s string) (inner, rest string, ok bool) {
	if !strings.HasPrefix(s, "{") {
		return "", "", false
	}
	depth := 0
	for i, r := range s {
		switch r {
		case '{':
			depth++
		case '}':
			if depth--; depth == 0 {
				return s[1:i], s[i+1:], true
			}
		}
	}
	return "", "", false
}

// symbol reports whether a word is one letter, its accents apart.
func symbol(word string) bool {
	letters := strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		return r
	}, word)
	r, _ := utf8.DecodeRuneInString(letters)
	return utf8.RuneCountInString(letters) == 1 && !unicode.Is(unicode.Lm, r)
}

// afterVariable are the words that may follow a variable and not an article.
var afterVariable = regexp.MustCompile(`^(and|or|is|are|with|in|for|if|at|on|to|as|has|of|by|then|when|where|does|from)$`)

var nextWord = regexp.MustCompile(`^ ([\p{L}]{2,})`)

// article reports whether a symbol is the letter a between words.
func article(word, past, rest string) bool {
	if word != "a" && word != "A" {
		return false
	}
	follows := nextWord.FindStringSubmatch(rest)
	return follows != nil && !afterVariable.MatchString(follows[1]) &&
		(past == "" || regexp.MustCompile(`^\p{L}{2,}\W*$|^\W*$`).MatchString(past))
}
