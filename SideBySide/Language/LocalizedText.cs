using System.Globalization;
using RawSocketServer;

namespace SideBySide.Language;

/// <summary>A text for people, in both languages. Neither is a translation that can be left for later.</summary>
/// <param name="En">English.</param>
/// <param name="Zh">Chinese, simplified.</param>
public readonly record struct LocalizedText(string En, string Zh)
{
    /// <summary>The text in the user's language: <see cref="CultureInfo.CurrentUICulture"/>.</summary>
    public override string ToString() => Messages.Say(En, Zh);
}
