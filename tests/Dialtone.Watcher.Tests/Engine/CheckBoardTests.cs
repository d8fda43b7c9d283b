using Dialtone.Core.SignIn;
using Dialtone.Core.Transactions;
using Dialtone.Watcher.Configuration;
using Dialtone.Watcher.Engine;
using Dialtone.Watcher.Judging;

namespace Dialtone.Watcher.Tests.Engine;

public class CheckBoardTests
{
    private static readonly WatchCheck Check = new(
        "Sign in", new() { Transaction = TransactionKind.Registration, Account = new("alice") });

    private static CheckView View(CheckColor color) =>
        new(Check, new() { Check = Check.Name, Color = color }, true, false, null, false);

    [Fact]
    public void Who_listens_hears_of_each_change_until_that_is_disposed_of()
    {
        var board = new CheckBoard();
        List<CheckColor> heard = [];
        using (board.Listen(view => heard.Add(view.State.Color)))
        {
            board.Replace([View(CheckColor.Unknown)]);
            board.Show(View(CheckColor.Red));
        }

        board.Show(View(CheckColor.Green));
        heard.ShouldBe([CheckColor.Unknown, CheckColor.Red]);
        board.TryGet("Sign in", out var view).ShouldBeTrue();
        view!.State.Color.ShouldBe(CheckColor.Green);
    }

    [Fact]
    public void A_check_that_is_not_up_is_not_shown()
    {
        var board = new CheckBoard();
        board.Show(View(CheckColor.Red));
        board.Checks.ShouldBeEmpty();
    }
}
