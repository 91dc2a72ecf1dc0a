namespace SideBySide.Tests.Documents;

/// <summary>The Markdown documents of this repository, by path with <c>/</c>.</summary>
internal static class DocumentFiles
{
    public const string Chinese = ".zh-CN.md";

    // For developers, or in both languages at once.
    private static readonly string[] s_inOneLanguage = ["ARCHITECTURE.md", "CHANGELOG.md", "CONTRIBUTING.md", "docs/rules.md", "tests/fuzz/RESULTS.md"];

    // Folders with the output of a build or a run.
    private static readonly string[] s_leftBehind = ["bin", "obj", "node_modules", "findings", "tools"];

    public static IReadOnlyList<string> All { get; } =
    [
        .. Directory.EnumerateFiles(Repository.Root, "*.md", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(Repository.Root, file).Replace('\\', '/'))
            .Where(file => !file.Split('/').Any(part => part.StartsWith('.') || s_leftBehind.Contains(part)))
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>The documents that must exist in both languages.</summary>
    public static IReadOnlyList<string> InTwoLanguages { get; } = [.. All.Except(s_inOneLanguage)];

    public static bool IsChinese(string document) => document.EndsWith(Chinese, StringComparison.Ordinal);

    /// <summary>The same document in the other language: in the same folder, or in docs for a document that must be in the root.</summary>
    public static string Other(string document) => document switch
    {
        "SECURITY.md" => "docs/SECURITY.zh-CN.md",
        "docs/SECURITY.zh-CN.md" => "SECURITY.md",
        _ => IsChinese(document) ? document[..^Chinese.Length] + ".md" : document[..^".md".Length] + Chinese,
    };
}
