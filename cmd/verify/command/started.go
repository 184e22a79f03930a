package command

import (
	"path/filepath"
	"regexp"
	"runtime/debug"
	"strconv"
	"strings"
	"unicode"
)

// started is what starts this process again, from the folder here: its argument zero, or for a program
// that go run or go tool has built the go run of it. source is the file of its main.
func started(arg0, here, source string) string {
	if info, ok := debug.ReadBuildInfo(); ok && builtToRun.MatchString(filepath.ToSlash(arg0)) {
		return goRun(info, here, source)
	}
	return word(arg0)
}

// word is a text as a shell takes it for one word.
func word(s string) string {
	if strings.ContainsFunc(s, func(r rune) bool { return !unicode.IsPrint(r) }) { // a terminal might obey it
		quoted := strconv.Quote(s)
		return "$'" + strings.ReplaceAll(quoted[1:len(quoted)-1], "'", `\'`) + "'"
	}
	if strings.ContainsFunc(s, func(r rune) bool { return strings.ContainsRune(" '\"$`\\&;<>()*?[]{}|~#!\t\n", r) }) {
		return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
	}
	return s
}

// builtToRun matches the path of a program that go run has built: new in a folder that is removed
// afterwards, or kept in the build cache.
var builtToRun = regexp.MustCompile(`/go-build\d+/b\d+/exe/[^/]+$|/[0-9a-f]{2}/[0-9a-f]{64}-d/[^/]+$`)

// goRun is the go run of a package: its import path with the version, if its module was fetched; its path
// from the root of its module, if that is here; its import path elsewhere, as below the root, in another
// module that requires it or in a workspace; and of files their main.
func goRun(info *debug.BuildInfo, here, source string) string {
	switch {
	case info.Path == "command-line-arguments":
		return "go run " + word(source)
	case info.Main.Sum != "":
		return "go run " + info.Path + "@" + info.Main.Version
	case !isRoot(here, info.Main.Path):
		return "go run " + info.Path
	}
	if below, ok := strings.CutPrefix(info.Path, info.Main.Path+"/"); ok {
		return "go run ./" + below
	}
	return "go run ."
}
