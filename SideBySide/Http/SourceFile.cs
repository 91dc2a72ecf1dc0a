using System.Reflection;

namespace SideBySide.Http;

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
