namespace SideBySide.Tests.Documents;

/// <summary>The Markdown documents of this repository, by their path with <c>/</c>.</summary>
internal static class DocumentFiles
{
    public const string Chinese = ".zh-CN.md";

    // For those who read or change the code, or in both languages at once.
    private static readonly string[] s_inOneLanguage = ["ARCHITECTURE.md", "CHANGELOG.md", "CONTRIBUTING.md", "docs/rules.md", "tests/fuzz/RESULTS.md"];

    // What a build or a run leaves behind.
    private static readonly string[] s_leftBehind = ["bin", "obj", "node_modules", "findings", "tools"];

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        .. Directory.EnumerateFiles(Repository.Root, "*.md", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(Repository.Root, file).Replace('\\', '/'))
            .Where(file => !file.Split('/').Any(part => part.StartsWith('.') || s_leftBehind.Contains(part)))
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>Those that have to exist in the other language as well.</summary>
    public static IReadOnlyList<string> InTwoLanguages { get; } = [.. All.Except(s_inOneLanguage)];

    public static bool IsChinese(string document) => document.EndsWith(Chinese, StringComparison.Ordinal);

    /// <summary>The same document in the other language: beside it, or in docs for a document that has to be at the root.</summary>
    public static string Other(string document) => document switch
    {
        "SECURITY.md" => "docs/SECURITY.zh-CN.md",
        "docs/SECURITY.zh-CN.md" => "SECURITY.md",
        _ => IsChinese(document) ? document[..^Chinese.Length] + ".md" : document[..^".md".Length] + Chinese,
    };
}
