using System.Text.RegularExpressions;

namespace SideBySide.Tests;

/// <summary>A Markdown document of this repository, as far as tests look at it.</summary>
/// <param name="text">All of it.</param>
public sealed partial class Readme(string text)
{
    public static Readme Read(string name) => new(File.ReadAllText(Path.Combine(Repository.Root, name)).ReplaceLineEndings("\n"));

    public string Text => text;

    /// <summary>The level of each heading, in order.</summary>
    public int[] Headings => [.. Heading().Matches(WithoutCode).Select(match => match.Groups["level"].Length)];

    /// <summary>Rows and columns of all tables.</summary>
    public int[] TableRows => [.. Row().Matches(WithoutCode).Select(match => match.Value.Count(c => c == '|'))];

    private string WithoutCode => Block().Replace(text, "");

    /// <summary>The contents of the fenced code blocks of a language.</summary>
    public string[] Blocks(string language) =>
        [.. Block().Matches(text).Where(match => match.Groups["language"].Value == language).Select(match => match.Groups["code"].Value)];

    [GeneratedRegex(@"^(?<level>#+) ", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"^\|.*\|$", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex(@"^```(?<language>\w*)\n(?<code>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();
}
