using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using SideBySide.Language;

namespace SideBySide.Measure.Steps;

/// <summary>How much there is to read in C#, and how often it decides. Counted on the compiler's own syntax tree, see <see cref="Rule"/>.</summary>
/// <param name="Lines">Lines of code.</param>
/// <param name="Branches">Decisions.</param>
public readonly record struct CodeCount(int Lines, int Branches)
{
    /// <summary>What counts and what does not.</summary>
    public static LocalizedText Rule { get; } = new(
        "Lines are lines of code: not blank, not only a comment, not using or namespace, not only brackets. Branches are decisions: "
        + "if, ?:, ??, && and ||, \"and\" and \"or\" in patterns, each case or arm of a switch but the default, loops, catch.",
        "行数指代码行：不含空行、纯注释、using 与 namespace，也不含只有括号的行。分支指判断：if、?:、??、&& 与 ||、模式中的 and 与 or、"
        + "switch 的每个 case 或分支（默认分支除外）、循环、catch。");

    /// <summary>Both of several files together.</summary>
    public static CodeCount operator +(CodeCount left, CodeCount right) => new(left.Lines + right.Lines, left.Branches + right.Branches);

    /// <summary>Counts one file.</summary>
    /// <param name="source">C#, as a whole file.</param>
    public static CodeCount Of(string source)
    {
        var tree = CSharpSyntaxTree.ParseText(source);
        var root = tree.GetRoot();
        return new(CountLines(root, tree.GetText()), root.DescendantNodes().Count(Decides));
    }

    private static int CountLines(SyntaxNode root, SourceText text)
    {
        var lines = new HashSet<int>();
        foreach (var token in root.DescendantTokens().Where(IsCode))
        {
            // A text over several lines is one token; its empty lines are as empty as others.
            var span = text.Lines.GetLinePositionSpan(token.Span);
            for (var line = span.Start.Line; line <= span.End.Line; line++)
            {
                if (!string.IsNullOrWhiteSpace(text.Lines[line].ToString()))
                    lines.Add(line);
            }
        }

        return lines.Count;
    }

    private static bool IsCode(SyntaxToken token) =>
        token.Kind() is not (SyntaxKind.OpenBraceToken or SyntaxKind.CloseBraceToken or SyntaxKind.OpenBracketToken or SyntaxKind.CloseBracketToken
            or SyntaxKind.OpenParenToken or SyntaxKind.CloseParenToken or SyntaxKind.SemicolonToken or SyntaxKind.CommaToken or SyntaxKind.EndOfFileToken)
        && !token.Parent!.AncestorsAndSelf().Any(node => node is UsingDirectiveSyntax
            || (node.Parent is BaseNamespaceDeclarationSyntax space && node == space.Name)
            || (node is BaseNamespaceDeclarationSyntax self && token == self.NamespaceKeyword));

    private static bool Decides(SyntaxNode node) => node.Kind() switch
    {
        SyntaxKind.IfStatement or SyntaxKind.ConditionalExpression => true,
        SyntaxKind.CoalesceExpression or SyntaxKind.CoalesceAssignmentExpression => true,
        SyntaxKind.LogicalAndExpression or SyntaxKind.LogicalOrExpression or SyntaxKind.AndPattern or SyntaxKind.OrPattern => true,
        SyntaxKind.CaseSwitchLabel or SyntaxKind.CasePatternSwitchLabel => true,
        SyntaxKind.SwitchExpressionArm => node is SwitchExpressionArmSyntax arm && (arm.Pattern is not DiscardPatternSyntax || arm.WhenClause is not null),
        SyntaxKind.ForStatement or SyntaxKind.ForEachStatement or SyntaxKind.ForEachVariableStatement => true,
        SyntaxKind.WhileStatement or SyntaxKind.DoStatement or SyntaxKind.CatchClause => true,
        _ => false,
    };
}
