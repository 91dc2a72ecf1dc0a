namespace SideBySide.Cli;

/// <summary>A measurement that can be told in three ways.</summary>
internal interface IReport
{
    /// <summary>For people, in 80 columns.</summary>
    string ToText(AnsiStyle style);

    /// <summary>A table for a README.</summary>
    string ToMarkdown();

    /// <summary>For programs.</summary>
    string ToJson();
}
