namespace HandRolledHttp.Web.Files;

/// <summary>Static files as a route's handler.</summary>
public static class SendFile
{
    /// <summary>Responds with the file that the route's parameter names.</summary>
    public static async ValueTask SendAsync(this StaticFiles files, HttpRequest request, HttpResponse response)
    {
        using var answer = files.Answer(new FileRequest(request.Method, request.RouteValue, request.Field));
        response.ConditionsAreWeighed();
        response.Status = answer.Status;
        foreach (var (name, value) in answer.Fields)
            response.AddField(name, value);
        if (answer.Status == 304)
            return;
        response.ContentLength = answer.ContentLength;
        if (request.Method != "HEAD")
            await answer.WriteBodyAsync(response.WriteAsync);
    }
}
