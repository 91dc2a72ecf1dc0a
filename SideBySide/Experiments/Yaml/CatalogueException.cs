using SideBySide.Language;

namespace SideBySide.Experiments.Yaml;

/// <summary>A file of the catalogue that cannot be used. The message names file and line, and is one sentence in the user's language.</summary>
public sealed class CatalogueException : Exception
{
    internal CatalogueException(string file, long line, LocalizedText what, Exception? inner = null)
        : base($"{file}:{line}: {what}", inner)
    {
    }
}
