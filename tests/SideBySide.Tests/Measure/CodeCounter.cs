using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using SideBySide.Measure.Steps;

namespace SideBySide.Tests.Measure;

/// <summary>Counts by <see cref="CodeCount.Rule"/>, on the compiler's own syntax tree.</summary>
internal static class CodeCounter
{
    /// <summary>Counts several files together.</summary>
    /// <param name="sources">C#, each a whole file.</param>
    public static CodeCount Of(IEnumerable<string> sources) =>
        sources.Select(Of).Aggregate(default(CodeCount), (sum, file) => new(sum.Lines + file.Lines, sum.Branches + file.Branches));

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
            // A text over several lines is one token; its empty lines do not count, like others.
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
