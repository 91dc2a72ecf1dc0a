using System.Globalization;
using System.Net;

namespace SideBySide.Experiments.Running;

/// <summary>Placeholders for the server's address in an experiment, since ports differ between runs.</summary>
internal static class Placeholders
{
    /// <summary>Replaces <c>{authority}</c>, <c>{host}</c> and <c>{port}</c> in the text.</summary>
    public static string Fill(string text, IPEndPoint server) => text
        .Replace("{authority}", server.ToString(), StringComparison.Ordinal)
        .Replace("{host}", server.Address.ToString(), StringComparison.Ordinal)
        .Replace("{port}", server.Port.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);
}
