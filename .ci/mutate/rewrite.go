package main

import (
	"cmp"
	"fmt"
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
	"math"
	"slices"
	"strings"
)

// site is a place and the errors that can be put there; that of changes[i] has the number first + i.
type site struct {
	file, function string // the file's name without its directory
	line, column   int
	source         string // what stands there
	changes        []string
	first          int
}

// edit replaces so many bytes of a file by a text. Of the edits at one offset what closes comes before an
// operator, and that before what opens; of two that open the outer is first, of two that close the inner.
type edit struct {
	at, gone int
	text     string
	rank     int // −1 closes, 0 operator, 1 opens, 2 replaces what stands behind
	order    int
}

// rewriter finds the sites of a package.
type rewriter struct {
	fset  *token.FileSet
	info  *types.Info
	local *types.Package
	next  int // the number of the next error
	sites []site

	name, text string // of the file at work
	tree       *ast.File
	left       map[int]bool // lines left out
	edits      []edit
}

// file is the rewritten text of a file.
func (r *rewriter) file(name, text string, tree *ast.File, left map[int]bool) string {
	r.name, r.text, r.tree, r.left, r.edits = name, text, tree, left, nil
	for _, d := range tree.Decls {
		r.visit(d)
	}
	slices.SortFunc(r.edits, func(a, b edit) int {
		order := cmp.Compare(a.order, b.order)
		if a.rank < 0 {
			order = -order
		}
		return cmp.Or(cmp.Compare(a.at, b.at), cmp.Compare(a.rank, b.rank), order)
	})
	var out strings.Builder
	at := 0
	for _, e := range r.edits {
		out.WriteString(text[at:e.at])
		out.WriteString(e.text)
		at = e.at + e.gone
	}
	out.WriteString(text[at:])
	return out.String()
}

func (r *rewriter) offset(p token.Pos) int { return r.fset.Position(p).Offset }

func (r *rewriter) opens(p token.Pos, text string) {
	r.edits = append(r.edits, edit{r.offset(p), 0, text, 1, len(r.edits)})
}

func (r *rewriter) closes(p token.Pos, text string) {
	r.edits = append(r.edits, edit{r.offset(p), 0, text, -1, len(r.edits)})
}

func (r *rewriter) replaces(p token.Pos, length int, text string, rank int) {
	r.edits = append(r.edits, edit{r.offset(p), length, text, rank, len(r.edits)})
}

// at makes a site of a node, with its errors; it is false where the line is left out.
func (r *rewriter) at(n ast.Node, changes ...string) (first int, ok bool) {
	at := r.fset.Position(n.Pos())
	end := r.fset.Position(n.End())
	for line := at.Line; line <= end.Line; line++ {
		if r.left[line] && (line == at.Line || line == end.Line || end.Line-at.Line < 4) {
			return 0, false
		}
	}
	source := strings.Join(strings.Fields(r.text[at.Offset:end.Offset]), " ")
	if runes := []rune(source); len(runes) > 60 {
		source = string(runes[:59]) + "…"
	}
	first = r.next
	r.next += len(changes)
	r.sites = append(r.sites, site{r.name, r.function(n.Pos()), at.Line, at.Column, source, changes, first})
	return first, true
}

// function is the declaration around a place.
func (r *rewriter) function(p token.Pos) string {
	for _, d := range r.tree.Decls {
		if f, ok := d.(*ast.FuncDecl); ok && f.Pos() <= p && p < f.End() {
			if f.Recv != nil && len(f.Recv.List) == 1 {
				return strings.TrimPrefix(types.ExprString(f.Recv.List[0].Type), "*") + "." + f.Name.Name
			}
			return f.Name.Name
		}
	}
	return "var"
}

// instance is the type as an argument of a generic function, [float64], or nothing where it has no name here.
func (r *rewriter) instance(e ast.Expr) string {
	switch t := types.Default(types.Unalias(r.info.TypeOf(e))).(type) {
	case *types.Basic:
		return "[" + t.Name() + "]"
	case *types.Named:
		if t.Obj().Pkg() == r.local && t.Obj().Parent() == r.local.Scope() && t.TypeArgs() == nil {
			return "[" + t.Obj().Name() + "]"
		}
	}
	return ""
}

// is tells whether the type of an expression has one of the properties.
func (r *rewriter) is(e ast.Expr, info types.BasicInfo) bool {
	t := r.info.TypeOf(e)
	if t == nil {
		return false
	}
	b, ok := t.Underlying().(*types.Basic)
	return ok && b.Info()&info != 0
}

var arithmetic = map[token.Token][2]string{
	token.ADD: {"Add", "−"}, token.SUB: {"Sub", "+"}, token.MUL: {"Mul", "/"}, token.QUO: {"Quo", "*"}, token.REM: {"Rem", "*"},
	token.AND: {"BitAnd", "|"}, token.OR: {"BitOr", "&"}, token.XOR: {"Xor", "&"}, token.AND_NOT: {"AndNot", "&"},
	token.SHL: {"Shl", ">>"}, token.SHR: {"Shr", "<<"},
}

var ordering = map[token.Token][3]string{
	token.LSS: {"Less", "<=", ">="}, token.LEQ: {"AtMost", "<", ">"}, token.GTR: {"More", ">=", "<="}, token.GEQ: {"AtLeast", ">", "<"},
}

var assigning = map[token.Token][2]string{
	token.ADD_ASSIGN: {"AddTo", "−="}, token.SUB_ASSIGN: {"SubFrom", "+="}, token.MUL_ASSIGN: {"MulTo", "/="}, token.QUO_ASSIGN: {"QuoFrom", "*="},
}

// visit goes through a node; what is text, type or constant by the language it leaves out.
func (r *rewriter) visit(n ast.Node) {
	ast.Inspect(n, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.GenDecl:
			if n.Tok != token.VAR {
				return false
			}
		case *ast.ArrayType, *ast.FuncType, *ast.StructType, *ast.InterfaceType, *ast.MapType:
			return false
		case *ast.KeyValueExpr:
			r.visit(n.Value)
			return false
		case *ast.BlockStmt:
			r.list(n.List)
		case *ast.CaseClause:
			r.list(n.Body)
		case *ast.IfStmt:
			r.condition(n.Cond)
		case *ast.AssignStmt:
			r.assign(n)
		case *ast.IncDecStmt:
			r.step(n)
		case *ast.ReturnStmt:
			return r.returns(n)
		case ast.Expr:
			return r.expression(n)
		}
		return true
	})
}

// returns is false after going through the results by itself: a number returned beside an error means nothing.
func (r *rewriter) returns(s *ast.ReturnStmt) bool {
	if len(s.Results) < 2 {
		return true
	}
	last := s.Results[len(s.Results)-1]
	if t := r.info.TypeOf(last); t == nil || t.String() != "error" { // nil has a type of its own
		return true
	}
	for _, e := range s.Results {
		if r.info.Types[e].Value == nil {
			r.visit(e)
		}
	}
	return false
}

// expression is false if what is below it is not to be visited.
func (r *rewriter) expression(e ast.Expr) bool {
	if v := r.info.Types[e]; v.IsType() {
		return false
	} else if v.Value != nil {
		r.constant(e, v.Value)
		return false
	}
	switch e := e.(type) {
	case *ast.CallExpr:
		return r.call(e)
	case *ast.UnaryExpr:
		r.unary(e)
	case *ast.BinaryExpr:
		r.binary(e)
	}
	return true
}

func (r *rewriter) constant(e ast.Expr, value constant.Value) {
	switch {
	case r.is(e, types.IsBoolean):
		if i, ok := r.at(e, "negated"); ok {
			r.opens(e.Pos(), fmt.Sprintf("mutantNot(%d, ", i))
			r.closes(e.End(), ")")
		}
	case r.is(e, types.IsInteger|types.IsFloat) && r.instance(e) != "":
		name, changes := "Whole", []string{"one more", "one less"}
		size, _ := constant.Float64Val(value)
		if constant.ToInt(value).Kind() != constant.Int || r.is(e, types.IsFloat) && math.Abs(size) > 1<<52 {
			name, changes = "Real", []string{"× 1.01"}
		}
		if i, ok := r.at(e, changes...); ok {
			r.opens(e.Pos(), fmt.Sprintf("mutant%s%s(%d, ", name, r.instance(e), i))
			r.closes(e.End(), ")")
		}
	}
}

func (r *rewriter) call(e *ast.CallExpr) bool {
	switch f := e.Fun.(type) {
	case *ast.SelectorExpr:
		if x, ok := f.X.(*ast.Ident); ok && x.Name == "fmt" && f.Sel.Name == "Errorf" {
			return false
		}
	case *ast.Ident:
		if _, ok := r.info.Uses[f].(*types.Builtin); !ok || len(e.Args) < 2 || f.Name != "max" && f.Name != "min" {
			break
		}
		name, other := "Max", "min"
		if f.Name == "min" {
			name, other = "Min", "max"
		}
		if i, ok := r.at(e, other); ok {
			r.replaces(f.Pos(), len(f.Name)+1, fmt.Sprintf("mutant%s%s(%d, ", name, r.instance(e), i), 2)
		}
	}
	return true
}

func (r *rewriter) unary(e *ast.UnaryExpr) {
	switch {
	case e.Op == token.SUB && r.is(e, types.IsInteger|types.IsFloat):
		if i, ok := r.at(e, "without the sign"); ok {
			r.opens(e.Pos(), fmt.Sprintf("mutantMinus%s(%d, ", r.instance(e), i))
			r.replaces(e.OpPos, 1, "", 2)
			r.closes(e.End(), ")")
		}
	case e.Op == token.NOT:
		r.negatable(e)
	}
}

func (r *rewriter) negatable(e ast.Expr) {
	if i, ok := r.at(e, "negated"); ok {
		r.opens(e.Pos(), fmt.Sprintf("mutantNot(%d, ", i))
		r.closes(e.End(), ")")
	}
}

func (r *rewriter) binary(e *ast.BinaryExpr) {
	switch op := e.Op; {
	case op == token.EQL || op == token.NEQ:
		r.negatable(e)
	case op == token.LAND || op == token.LOR:
		name, other := "And", "||"
		if op == token.LOR {
			name, other = "Or", "&&"
		}
		if i, ok := r.at(e, op.String()+" as "+other); ok {
			r.opens(e.Pos(), fmt.Sprintf("mutant%s(%d, ", name, i))
			r.replaces(e.OpPos, 2, ",", 0)
			r.opens(e.Y.Pos(), "func() bool { return ")
			r.closes(e.End(), "})")
		}
	case ordering[op][0] != "" && r.is(e.X, types.IsOrdered):
		o := ordering[op]
		r.pair(e, o[0], r.instance(e.X), op.String()+" as "+o[1], op.String()+" as "+o[2])
	case arithmetic[op][0] != "" && r.is(e, types.IsInteger|types.IsFloat):
		a, instance := arithmetic[op], r.instance(e)
		if op == token.SHL || op == token.SHR {
			instance = strings.TrimSuffix(instance, "]") + ", " + strings.TrimPrefix(r.instance(e.Y), "[")
		}
		r.pair(e, a[0], instance, op.String()+" as "+a[1])
	}
}

// pair makes a call of an operator.
func (r *rewriter) pair(e *ast.BinaryExpr, name, instance string, changes ...string) {
	if i, ok := r.at(e, changes...); ok {
		r.opens(e.Pos(), fmt.Sprintf("mutant%s%s(%d, ", name, instance, i))
		r.replaces(e.OpPos, len(e.Op.String()), ",", 0)
		r.closes(e.End(), ")")
	}
}

// list is for statements that stand by themselves: without an assignment or a call.
func (r *rewriter) list(statements []ast.Stmt) {
	for _, s := range statements {
		switch s := s.(type) {
		case *ast.ExprStmt:
			if call, ok := s.X.(*ast.CallExpr); !ok || types.ExprString(call.Fun) == "panic" {
				continue
			}
		case *ast.AssignStmt:
			if s.Tok != token.ASSIGN || types.ExprString(s.Lhs[0]) == "_" {
				continue
			}
		default:
			continue
		}
		if i, ok := r.at(s, "dropped"); ok {
			r.opens(s.Pos(), fmt.Sprintf("if mutantKeep(%d) { ", i))
			r.closes(s.End(), " }")
		}
	}
}

// condition is for what is no comparison, which has errors of its own.
func (r *rewriter) condition(e ast.Expr) {
	switch e := e.(type) {
	case *ast.BinaryExpr, *ast.UnaryExpr:
	case *ast.ParenExpr:
		r.condition(e.X)
	default:
		r.negatable(e)
	}
}

// addressed tells whether a pointer to the left side can be taken.
func (r *rewriter) addressed(e ast.Expr) bool {
	if index, ok := e.(*ast.IndexExpr); ok {
		_, isMap := r.info.TypeOf(index.X).Underlying().(*types.Map)
		return !isMap
	}
	return true
}

func (r *rewriter) assign(s *ast.AssignStmt) {
	a, ok := assigning[s.Tok]
	if !ok || !r.is(s.Lhs[0], types.IsInteger|types.IsFloat) || !r.addressed(s.Lhs[0]) {
		return
	}
	if i, ok := r.at(s, s.Tok.String()+" as "+a[1], "dropped"); ok {
		r.opens(s.Pos(), fmt.Sprintf("mutant%s%s(%d, &", a[0], r.instance(s.Lhs[0]), i))
		r.replaces(s.TokPos, len(s.Tok.String()), ",", 0)
		r.closes(s.End(), ")")
	}
}

func (r *rewriter) step(s *ast.IncDecStmt) {
	if !r.addressed(s.X) {
		return
	}
	name, other := "Up", "−−"
	if s.Tok == token.DEC {
		name, other = "Down", "++"
	}
	if i, ok := r.at(s, s.Tok.String()+" as "+other); ok {
		r.opens(s.Pos(), fmt.Sprintf("mutant%s%s(%d, &", name, r.instance(s.X), i))
		r.replaces(s.TokPos, 2, ")", 0)
	}
}
