// Package browser tries the page of package report in a real browser: that it shows, sorts, filters,
// unfolds and prints, on a screen and on a phone, light and dark, without scripts, and for readers who
// use a keyboard or hear the page.
//
// It is a module of its own, so that those who use the other packages do not get its
// dependencies. The tests need Chromium and, for the rules of axe-core, npm; what is missing is
// skipped, and said. ASSAY_PAGE names a page to try; without it one of some claims is made.
// ASSAY_SCREENS names a folder for pictures of it.
package browser
