using SideBySide.Experiments.Running;

namespace SideBySide.Tests.Experiments;

/// <summary>A thread pool with work is not idle, from any caller's view.</summary>
[Collection(nameof(IdlePool))]
public sealed class ServerThreadsTests
{
    [Fact]
    public async Task A_pool_that_works_is_not_idle_and_one_that_has_done_its_work_is()
    {
        var working = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var done = new ManualResetEventSlim();
        var work = Task.Run(() =>
        {
            working.SetResult();
            Assert.True(done.Wait(Hang.Guard));
        }, TestContext.Current.CancellationToken);
        await working.Task.WaitAsync(Hang.Guard, TestContext.Current.CancellationToken);

        for (var look = 0; look < 100; look++)
            Assert.False(await OnThePoolAsync());
        Assert.False(await OffThePoolAsync(looks: 1000));

        done.Set();
        await work.WaitAsync(Hang.Guard, TestContext.Current.CancellationToken);
        await UntilAsync(OnThePoolAsync);
        await UntilAsync(() => OffThePoolAsync(looks: 1));
    }

    // The caller's own work does not count as the servers' work.
    private static Task<bool> OnThePoolAsync() => Task.Run(() =>
    {
        Assert.True(Thread.CurrentThread.IsThreadPoolThread);
        return ServerThreads.AreIdle();
    }, TestContext.Current.CancellationToken);

    // Whether the pool is idle in any check; a thread outside the pool makes the checks.
    private static Task<bool> OffThePoolAsync(int looks) => Task.Factory.StartNew(() =>
    {
        Assert.False(Thread.CurrentThread.IsThreadPoolThread);
        var isIdle = false;
        for (var look = 0; look < looks; look++)
        {
            isIdle |= ServerThreads.AreIdle();
            _ = Thread.Yield();
        }

        return isIdle;
    }, TestContext.Current.CancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    // Other work may still be ending in this process's pool.
    private static async Task UntilAsync(Func<Task<bool>> isSoAsync)
    {
        using var guard = new CancellationTokenSource(Hang.Guard);
        while (!await isSoAsync())
            await Task.Delay(1, guard.Token);
    }
}
