using System.Globalization;
using System.Net;

namespace SideBySide.Experiments.Running;

/// <summary>Placeholders for the server's address in an experiment, since ports differ between runs.</summary>
internal static class Placeholders
{
    /// <summary>The text with <c>{authority}</c>, <c>{host}</c> and <c>{port}</c> filled in, and each <see cref="ClientFrame"/> as its bytes.</summary>
    public static string Fill(string text, IPEndPoint server) => ClientFrame.Fill(text
        .Replace("{authority}", server.ToString(), StringComparison.Ordinal)
        .Replace("{host}", server.Address.ToString(), StringComparison.Ordinal)
        .Replace("{port}", server.Port.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal));
}
