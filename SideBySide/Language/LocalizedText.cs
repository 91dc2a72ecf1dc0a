using System.Globalization;
using RawSocketServer;

namespace SideBySide.Language;

/// <summary>A user-visible text in both languages; both are required.</summary>
/// <param name="En">English.</param>
/// <param name="Zh">Chinese, simplified.</param>
public readonly record struct LocalizedText(string En, string Zh)
{
    /// <summary>The text in the user's language: <see cref="CultureInfo.CurrentUICulture"/>.</summary>
    public override string ToString() => Messages.Say(En, Zh);
}
