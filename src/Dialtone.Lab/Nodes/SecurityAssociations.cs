using System.Diagnostics.CodeAnalysis;
using System.Text;
using Dialtone.Core.Time;

namespace Dialtone.Lab.Nodes;

/// <summary>The security associations of one connection, oldest first. Nearly always one.</summary>
internal sealed class SecurityAssociations
{
    /// <summary>The most of them; one more drops the oldest.</summary>
    public const int CountMax = 8;

    // Digest needs none, so that most connections of a crowd hold nothing.
    private List<SecurityAssociation>? _all;

    /// <summary>Whether any of them stands.</summary>
    public bool IsAnyEstablished => _all?.Exists(one => one.Signer is not null) == true;

    /// <summary>The one of that name; <c>null</c> where there is none, or none any more.</summary>
    public SecurityAssociation? Find(ReadOnlySpan<byte> opaque, Instant now)
    {
        foreach (var one in _all ?? [])
        {
            if (Encoding.ASCII.GetString(opaque) == one.Opaque)
            {
                return one.Signer is null || now < one.EndsAt ? one : null;
            }
        }

        return null;
    }

    /// <summary>The newest of a user that stands; <c>null</c> where there is none.</summary>
    public SecurityAssociation? Of(SipAccount account) =>
        _all?.FindLast(one => one.Signer is not null && one.Account == account);

    /// <summary>Adds one; the answer is the one that has to go for it, or <c>null</c>.</summary>
    public SecurityAssociation? Add(SecurityAssociation association)
    {
        _all ??= new(1);
        _all.Add(association);
        return _all.Count > CountMax ? _all[0] : null;
    }

    /// <summary>Forgets one.</summary>
    public void Remove(SecurityAssociation association) => _ = _all?.Remove(association);

    /// <summary>Takes the newest out, until there is none.</summary>
    public bool TryTakeNewest([NotNullWhen(true)] out SecurityAssociation? newest)
    {
        newest = _all is [.., var last] ? last : null;
        return newest is not null && _all!.Remove(newest);
    }
}
