using System.Text.RegularExpressions;

namespace SideBySide.Tests;

/// <summary>A Markdown document of this repository, as tests need it.</summary>
/// <param name="text">The whole text.</param>
public sealed partial class Readme(string text)
{
    public static Readme Read(string name) => new(File.ReadAllText(Path.Combine(Repository.Root, name)).ReplaceLineEndings("\n"));

    public string Text => text;

    /// <summary>The level of each heading, in order.</summary>
    public int[] Headings => [.. Heading().Matches(WithoutCode).Select(match => match.Groups["level"].Length)];

    /// <summary>The rows of all tables, by their number of bars.</summary>
    public int[] TableRows => [.. Row().Matches(WithoutCode).Select(match => match.Value.Count(c => c == '|'))];

    /// <summary>The commands of the code blocks, without comments.</summary>
    public string[] Commands =>
    [
        .. Blocks("sh").Concat(Blocks("bash")).SelectMany(block => block.Split('\n', StringSplitOptions.RemoveEmptyEntries))
            .Select(line => Comment().Replace(line, "")).Where(line => line.Length > 0),
    ];

    /// <summary>The targets of the links, except to other sites.</summary>
    public string[] Links =>
        [.. Link().Matches(Prose).Select(match => match.Groups["target"].Value).Where(target => !Site().IsMatch(target))];

    /// <summary>The anchors of the headings, as GitHub makes them.</summary>
    public string[] Anchors => [.. Heading().Matches(WithoutCode).Select(match => Anchor(match.Groups["title"].Value))];

    /// <summary>The text without code, comments and the targets of links.</summary>
    public string Words => Link().Replace(Prose, "]");

    private string Prose => CodeSpan().Replace(Remark().Replace(WithoutCode, ""), "");

    private string WithoutCode => Block().Replace(text, "");

    private static string Anchor(string title)
    {
        var letters = Titled().Replace(title, "${title}").Trim().ToLowerInvariant().Where(c => char.IsLetterOrDigit(c) || c is ' ' or '-' or '_');
        return string.Concat(letters).Replace(' ', '-');
    }

    /// <summary>The contents of the fenced code blocks of a language.</summary>
    public string[] Blocks(string language) =>
        [.. Block().Matches(text).Where(match => match.Groups["language"].Value == language).Select(match => match.Groups["code"].Value)];

    [GeneratedRegex(@"^(?<level>#+) (?<title>.*)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    // A shell comment: a whole line, or after two spaces.
    [GeneratedRegex(@"(^|\s{2,})#.*$")]
    private static partial Regex Comment();

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"\[(?<title>[^\]]*)\]\([^)]*\)")]
    private static partial Regex Titled();

    [GeneratedRegex(@"^[a-z]+:", RegexOptions.IgnoreCase)]
    private static partial Regex Site();

    [GeneratedRegex(@"`[^`\n]*`")]
    private static partial Regex CodeSpan();

    [GeneratedRegex(@"<!--.*?-->", RegexOptions.Singleline)]
    private static partial Regex Remark();

    [GeneratedRegex(@"^\|.*\|$", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex(@"^```(?<language>\w*)\n(?<code>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();
}
