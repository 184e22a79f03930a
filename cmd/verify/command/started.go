package command

import (
	"path/filepath"
	"regexp"
	"runtime/debug"
	"strconv"
	"strings"
	"unicode"
)

// started is what starts this process again, given its argument zero: that argument, or for a
// program that go run has built the go run that did.
func started(arg0 string) string {
	if info, ok := debug.ReadBuildInfo(); ok && builtToRun.MatchString(filepath.ToSlash(arg0)) {
		return goRun(info)
	}
	if strings.ContainsFunc(arg0, func(r rune) bool { return !unicode.IsPrint(r) }) { // a terminal might obey it
		quoted := strconv.Quote(arg0)
		return "$'" + strings.ReplaceAll(quoted[1:len(quoted)-1], "'", `\'`) + "'"
	}
	if strings.ContainsFunc(arg0, func(r rune) bool { return strings.ContainsRune(" '\"$`\\&;<>()*?[]{}|~#!\t\n", r) }) {
		return "'" + strings.ReplaceAll(arg0, "'", `'\''`) + "'"
	}
	return arg0
}

// builtToRun matches the path of a program that go run has built: new in a folder that is removed
// afterwards, or kept in the build cache.
var builtToRun = regexp.MustCompile(`/go-build\d+/b\d+/exe/[^/]+$|/[0-9a-f]{2}/[0-9a-f]{64}-d/[^/]+$`)

// goRun is the go run of a package: a path from the root of the main module, or the import path
// with the version of a module that was fetched.
func goRun(info *debug.BuildInfo) string {
	if info.Main.Sum != "" {
		return "go run " + info.Path + "@" + info.Main.Version
	}
	if below, ok := strings.CutPrefix(info.Path, info.Main.Path+"/"); ok {
		return "go run ./" + below
	}
	return "go run ."
}
