using SideBySide.Language;

namespace SideBySide.Web;

/// <summary>What the page asked for cannot be done, and why. <see cref="PageProblem.UsePageProblems"/> makes it the answer.</summary>
/// <param name="detail">One sentence.</param>
/// <param name="status">The status, 4xx.</param>
/// <param name="more">Further members of the problem.</param>
internal sealed class PageProblemException(LocalizedText detail, int status = StatusCodes.Status400BadRequest, Dictionary<string, object?>? more = null) : Exception(detail.En)
{
    public LocalizedText Detail => detail;

    public int Status => status;

    public Dictionary<string, object?> More => more ?? [];
}
