package mathml

import (
	"strings"
	"unicode/utf8"
)

// settle decides, token by token, what is text and what is mathematics. Words
// are settled from the right, since a function is one if mathematics follows;
// signs, which follow the words beside them, from the left.
func settle(tokens []token) []token {
	for i := len(tokens) - 1; i >= 0; i-- {
		switch t := &tokens[i]; {
		case t.class == word:
			t.class = wordClass(tokens, i)
		case article(tokens, i):
			t.class = text
		}
	}
	tokens = splitProducts(tokens)
	depth := 0
	for i := range tokens {
		t, before, after := &tokens[i], at(tokens, i-1), at(tokens, i+1)
		if before.class == text && i > 0 && gap(tokens, i) {
			depth = 0 // a phrase ends the parenthesis it interrupts
		}
		switch {
		case t.class == opening && after.class == text && !mathematical(before):
			t.class = text
		case t.class == opening:
			depth++
		case t.class == closing && before.class == text && depth == 0:
			t.class = text
		case t.class == closing:
			depth = max(0, depth-1)
		case t.class == stop && depth == 0 && (after.text == "" || after.class == space || after.class == text || before.class == text):
			t.class = text
		case t.class == stop && depth == 0 && after.class == closing:
			t.class = text
		case t.class == operator && strings.Contains("-‐‑/", t.text) && (after.class == text && after.text != "" || before.class == text && before.text != "") && !blankBeside(before, after):
			t.class = text
		case t.class == number && before.class == text && endsInLetter(before.text):
			t.class = text
		case t.class == prime && (before.class == text || before.class == space || before.text == ""):
			t.class = text // a quotation mark
		}
	}
	return tokens
}

// at is the i-th token, or an empty text beyond the ends.
func at(tokens []token, i int) token {
	if i < 0 || i >= len(tokens) {
		return token{}
	}
	return tokens[i]
}

// beyond is the next token in the given direction that is no space.
func beyond(tokens []token, i, step int) token {
	if at(tokens, i+step).class == space {
		step *= 2
	}
	return at(tokens, i+step)
}

func mathematical(t token) bool { return t.class != text && t.class != space && t.class != word }

func scripted(t token) bool {
	return t.class == raised || t.class == lowered || t.class == caret || t.class == lowline
}

func gap(tokens []token, i int) bool { return tokens[i].class == space }

func blankBeside(before, after token) bool { return before.class == space || after.class == space }

func endsInLetter(s string) bool {
	r, _ := utf8.DecodeLastRuneInString(s)
	return latin(r)
}

// wordClass is name for a word that is mathematics, else text. The tokens to
// the right are settled already.
func wordClass(tokens []token, i int) class {
	t, before, after := tokens[i], at(tokens, i-1), at(tokens, i+1)
	follows := beyond(tokens, i, +1)
	switch {
	case before.class == caret || before.class == lowline:
		return name
	case scripted(after):
		return name
	case functions[t.text] && mathematical(follows) && follows.class != stop && follows.class != closing && follows.text != "/":
		return name
	case len(t.text) == 2 && utf8.RuneCountInString(t.text) == 2 && (touching(tokens, i, -1) || touching(tokens, i, +1)):
		return product
	}
	return text
}

// touching reports whether the word at token i touches mathematics on the given
// side: mx in θ−mx, dm in dm/(1 − m).
func touching(tokens []token, i, side int) bool {
	switch t := at(tokens, i+side); {
	case t.class == name:
		r, _ := utf8.DecodeRuneInString(t.text)
		return !latin(r)
	case t.text == "/":
		far := at(tokens, i+2*side)
		return mathematical(far) && far.class != stop
	default:
		return t.class == number || t.class == operator && strings.Contains("−+·×=<>≤≥∈√", t.text)
	}
}

// splitProducts makes two letters of each product.
func splitProducts(tokens []token) []token {
	out := make([]token, 0, len(tokens))
	for _, t := range tokens {
		if t.class == product {
			out = append(out, token{name, t.text[:1]}, token{name, t.text[1:]})
			continue
		}
		out = append(out, t)
	}
	return out
}

// afterVariable are the words that may follow a variable and not an article.
var afterVariable = set("and or is are with in for if at on to as has of by then when where")

// article reports whether token i is the letter a between words.
func article(tokens []token, i int) bool {
	if t := tokens[i]; t.class != name || t.text != "a" && t.text != "A" || at(tokens, i+1).class != space {
		return false
	}
	follows, before := at(tokens, i+2), at(tokens, i-1)
	if follows.class != text || afterVariable[follows.text] || follows.text == "&" {
		return false
	}
	if before.class == space {
		before = at(tokens, i-2)
	}
	return before.class == text || before.class == word || before.class == stop || before.class == opening
}
