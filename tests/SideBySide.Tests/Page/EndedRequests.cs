using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;

namespace SideBySide.Tests.Page;

/// <summary>Counts the requests that the page has ended, around everything else that it does: what limits them has counted them out before.</summary>
internal sealed class EndedRequests : IStartupFilter
{
    private readonly Lock _gate = new();
    private readonly List<string> _ended = [];
    private TaskCompletionSource _changed = NewSignal();

    public async Task EndedAsync(string path, int times)
    {
        while (true)
        {
            Task changed;
            lock (_gate)
            {
                if (_ended.Count(one => one == path) >= times)
                    return;
                changed = _changed.Task;
            }

            await changed.WaitAsync(Hang.Guard, TestContext.Current.CancellationToken);
        }
    }

    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        _ = app.Use(async (context, rest) =>
        {
            try
            {
                await rest(context);
            }
            finally
            {
                Note(context.Request.Path);
            }
        });
        next(app);
    };

    private void Note(string path)
    {
        lock (_gate)
        {
            _ended.Add(path);
            _changed.SetResult();
            _changed = NewSignal();
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
