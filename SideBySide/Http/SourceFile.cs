using System.Reflection;

namespace SideBySide.Http;

/// <summary>A file of this repository's own sources, as it was compiled.</summary>
/// <param name="Path">From the repository's root, for example <c>HandRolledHttp/Steps/Step1.cs</c>.</param>
/// <param name="Text">All of it.</param>
public sealed record SourceFile(string Path, string Text)
{
    private const string Prefix = "source:";

    /// <summary>The sources below a folder, or the one of that name, in order. They travel inside the program, so they are at hand wherever it runs.</summary>
    /// <param name="path">From the repository's root; a folder ends with a slash.</param>
    public static IEnumerable<SourceFile> Below(string path)
    {
        var assembly = Assembly.GetExecutingAssembly();
        return assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
            .Select(name => (Resource: name, Path: name[Prefix.Length..].Replace('\\', '/'))) // a folder is named as on the machine that built it
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
