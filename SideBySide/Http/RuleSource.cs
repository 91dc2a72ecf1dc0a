using System.Collections.Concurrent;
using System.Reflection;

namespace SideBySide.Http;

/// <summary>
/// The code that enforces a rule. Its line number is found in the sources embedded in the program, so it stays right when the file changes.
/// A test fails if the piece is missing or occurs twice.
/// </summary>
/// <param name="Path">The file, from the repository's root.</param>
/// <param name="Piece">A part of exactly one line of code in it.</param>
public sealed record RuleSource(string Path, string Piece)
{
    private static readonly ConcurrentDictionary<RuleSource, string> s_known = new();

    /// <summary>File and line, for example <c>HandRolledHttp/Http1/RequestLine.cs:46</c>.</summary>
    /// <exception cref="InvalidOperationException">The piece is not in exactly one line.</exception>
    public string Place => s_known.GetOrAdd(this, static wanted =>
        Code(wanted.Path).Where(line => line.Line.Contains(wanted.Piece, StringComparison.Ordinal)).ToArray() is [var only]
            ? only.Place
            : throw new InvalidOperationException($"\"{wanted.Piece}\" is not in exactly one line of {wanted.Path}."));

    /// <summary>All lines of code without comments, each with its place.</summary>
    /// <param name="path">A file, or a folder when it ends with a slash.</param>
    internal static IEnumerable<(string Place, string Line)> Code(string path) =>
        from file in SourceFile.Below(path)
        from line in file.Text.Split('\n').Index()
        where !line.Item.AsSpan().TrimStart().StartsWith("//")
        select ($"{file.Path}:{line.Index + 1}", line.Item);
}

/// <summary>A file of this repository's own sources, as compiled.</summary>
/// <param name="Path">From the repository's root, for example <c>HandRolledHttp/Steps/Step1.cs</c>.</param>
/// <param name="Text">All of it.</param>
public sealed record SourceFile(string Path, string Text)
{
    private const string Prefix = "source:";

    /// <summary>The sources below a folder, or the file with that name, in order. They are embedded in the program.</summary>
    /// <param name="path">From the repository's root; a folder ends with a slash.</param>
    public static IEnumerable<SourceFile> Below(string path)
    {
        var assembly = Assembly.GetExecutingAssembly();
        return assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
            .Select(name => (Resource: name, Path: name[Prefix.Length..].Replace('\\', '/'))) // the separator is that of the build machine
            .Where(file => path.EndsWith('/') ? file.Path.StartsWith(path, StringComparison.Ordinal) : file.Path == path)
            .OrderBy(file => file.Path, StringComparer.Ordinal)
            .Select(file => new SourceFile(file.Path, Read(assembly, file.Resource)));
    }

    private static string Read(Assembly assembly, string resource)
    {
        using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
