using System.Net;
using Microsoft.AspNetCore.Http.HttpResults;
using SideBySide.Experiments;
using SideBySide.Experiments.Running;
using SideBySide.Language;
using SideBySide.Servers;
using SideBySide.Wire;

namespace SideBySide.Web;

/// <summary><c>POST /api/script</c>: a preview of the bytes that a script will send.</summary>
internal static class ScriptRoute
{
    public static void Map(IEndpointRouteBuilder api) => api
        .MapPost("/script", Ok<ScriptJson> (ScriptRequest request, ServerSet servers) =>
            TypedResults.Ok(ScriptJson.Of(ScriptRequest.Understood(request.Script ?? ""), request.Address(TargetServer.All(servers)))))
        .TakesAtMost(PageLimits.ScriptRequest);
}

/// <summary>A parsed script.</summary>
/// <param name="Bytes">All bytes to send, on all connections, in order.</param>
/// <param name="Marks">The steps, each with its place among the bytes.</param>
internal sealed record ScriptJson(byte[] Bytes, IReadOnlyList<DirectiveJson> Marks)
{
    public static ScriptJson Of(IEnumerable<ScriptStep> steps, IPEndPoint server)
    {
        var bytes = new MemoryStream();
        var marks = new List<DirectiveJson>();
        foreach (var step in steps)
        {
            var offset = (int)bytes.Length;
            if (step is SendStep send)
            {
                var once = EscapedBytes.Parse(Placeholders.Fill(send.Text, server));
                for (var i = 0; i < send.Times; i++)
                    bytes.Write(once);
            }

            marks.Add(new DirectiveJson(StepJson.KindOf(step), step.On, ScriptStepText.Of(step), offset, (int)bytes.Length - offset));
        }

        return new ScriptJson(bytes.ToArray(), marks);
    }
}

/// <summary>A step of a script.</summary>
/// <param name="Kind"><c>send</c>, <c>pause</c>, <c>await</c>, and so on.</param>
/// <param name="On">The connection.</param>
/// <param name="Words">A description; empty for a plain send.</param>
/// <param name="Offset">The number of bytes before it.</param>
/// <param name="Length">The number of its bytes.</param>
internal sealed record DirectiveJson(string Kind, string On, LocalizedText Words, int Offset, int Length);
